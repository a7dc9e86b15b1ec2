package org.onecopy.storage.local;

import org.onecopy.linux.Linux;
import org.onecopy.linux.RawFileSystem;
import org.onecopy.linux.RawStat;
import org.onecopy.model.ProblemCode;
import org.onecopy.problem.StorageException;
import org.onecopy.storage.ObjectIdentity;

/**
 * The directory at an absolute path, opened anew and recognised at each step: an unmounted file system or another directory in its
 * place is noticed before anything is concluded from what it holds (H42).
 */
final class RootDirectory {
    private static final long EXT4 = 0xEF53;
    private static final long BTRFS = 0x9123683EL;
    private static final long TMPFS = 0x01021994;
    private static final long ZFS = 0x2FC12FC1;

    /** What a step compares: cheap, and enough until something is mounted or moved. */
    private record Seen(long device, long mount, long inode, long birthNanos) {
        static Seen of(RawStat stat) {
            return new Seen(stat.device(), stat.mount(), stat.inode(), stat.birthNanos());
        }
    }

    private final String path;
    private final ObjectIdentity identity;
    private volatile Seen seen;

    private RootDirectory(String path, ObjectIdentity identity, Seen seen) {
        this.path = path;
        this.identity = identity;
        this.seen = seen;
    }

    /** Takes what lies at a path now for the root. */
    static RootDirectory at(String path) {
        try (Handles opened = new Handles()) {
            RawStat stat = new RawStat();
            int fd = open(path, opened, stat);
            return new RootDirectory(path, identity(path, fd, stat), Seen.of(stat));
        }
    }

    String path() {
        return path;
    }

    /** @throws StorageException {@code STORAGE_ROOT_CHANGED} where this is another directory than it was */
    void checkIs(ObjectIdentity known) {
        if (identity.equals(known)) {
            return;
        }
        String mark = known.token().substring(known.token().indexOf('.') + 1);
        boolean lost = RootMark.isMark(mark) && wantsMark();
        String remedy = lost
                ? "mount the right storage again; where it is mounted and has lost its mark, write the line %s into %s/.onecopy/zone"
                        .formatted(mark, path)
                : "mount the right storage again, or remove the zone from the rule and add it anew";
        throw new StorageException(
                ProblemCode.STORAGE_ROOT_CHANGED,
                "the directory at %s is not the one that was known (unmounted, or replaced): nothing is concluded from what is missing in it; %s"
                        .formatted(path, remedy),
                null);
    }

    /** The identity of what lies at the path now. */
    ObjectIdentity identityNow() {
        try (Handles opened = new Handles()) {
            RawStat stat = new RawStat();
            int fd = open(path, opened, stat);
            return identity(path, fd, stat);
        }
    }

    /** Opens the directory as a path only. STORAGE_UNAVAILABLE where it is gone, STORAGE_ROOT_CHANGED where it is another. */
    int enter(Handles opened) {
        RawStat stat = new RawStat();
        int fd = open(path, opened, stat);
        Seen last = seen;
        boolean same = stat.inode() == last.inode()
                && stat.device() == last.device()
                && stat.mount() == last.mount()
                && stat.birthNanos() == last.birthNanos();
        if (!same) {
            recognise(fd, stat);
        }
        return fd;
    }

    /** A file system that comes back may have another device number, and is the same. */
    private void recognise(int fd, RawStat stat) {
        if (!identity(path, fd, stat).equals(identity)) {
            throw new StorageException(
                    ProblemCode.STORAGE_ROOT_CHANGED,
                    "another directory stands at %s than when it was opened; mount the former file system again, or remove the zone from the rule and add it again"
                            .formatted(path),
                    null);
        }
        seen = Seen.of(stat);
    }

    private static int open(String path, Handles opened, RawStat stat) {
        int fd = opened.keep(Linux.open(Linux.AT_FDCWD, path, Linux.O_PATH | Linux.O_DIRECTORY, 0));
        if (Faults.isMissing(fd)) {
            throw new StorageException(
                    ProblemCode.STORAGE_UNAVAILABLE,
                    "there is no directory at %s; mount its file system or create the directory".formatted(path),
                    null);
        }
        int result = fd < 0 ? fd : Linux.stat(fd, "", stat);
        if (result < 0) {
            throw Faults.of(result, "open", path);
        }
        return fd;
    }

    /** Whether its file system does not say which directory this is, so that it wants a {@link RootMark}. */
    boolean wantsMark() {
        try (Handles opened = new Handles()) {
            int fd = open(path, opened, new RawStat());
            return Probe.isOfManyMachines(fileSystem(path, fd)) && RootMark.read(fd, path) == null;
        }
    }

    /** The same directory with a mark. */
    RootDirectory marked() {
        try (Handles opened = new Handles()) {
            RootMark.make(open(path, opened, new RawStat()), path);
        }
        return at(path);
    }

    /**
     * Inode and birth time, and the file system's own id where that is kept on its medium. (XFS and others make it from the device
     * number, which may be another one after a restart.) Of a file system of many machines: its mark, where it has one.
     */
    private static ObjectIdentity identity(String path, int fd, RawStat stat) {
        RawFileSystem system = fileSystem(path, fd);
        long type = system.type();
        String mark = Probe.isOfManyMachines(system) ? RootMark.read(fd, path) : null;
        if (mark != null) {
            return new ObjectIdentity("%x.%s".formatted(type, mark));
        }
        boolean lasting = type == EXT4 || type == BTRFS || type == TMPFS || type == ZFS;
        return new ObjectIdentity(
                "%x.%x.%x.%x".formatted(type, lasting ? system.id() : 0, stat.inode(), stat.birthNanos()));
    }

    /** The file system that an open object lies in. */
    static RawFileSystem fileSystem(String path, int fd) {
        RawFileSystem system = new RawFileSystem();
        int result = Linux.fileSystem(fd, system);
        if (result < 0) {
            throw Faults.of(result, "look at the file system of", path);
        }
        return system;
    }
}
