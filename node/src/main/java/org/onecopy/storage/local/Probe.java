package org.onecopy.storage.local;

import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.Set;
import org.onecopy.core.Acl;
import org.onecopy.core.AclEntry;
import org.onecopy.core.Name;
import org.onecopy.linux.Errno;
import org.onecopy.linux.ExtendedAttributes;
import org.onecopy.linux.Linux;
import org.onecopy.linux.RawFileSystem;
import org.onecopy.linux.RawStat;
import org.onecopy.storage.Ability;
import org.onecopy.storage.Capabilities;

/** Finds out in the staging folder what a file system can do. Leaves nothing behind. */
final class Probe {
    /** NFS, SMB, CIFS, FUSE, Ceph, Lustre, 9p, OCFS2, GFS2: inotify tells only what this machine does. */
    private static final Set<Long> OF_MANY_MACHINES = Set.of(
            0x6969L,
            0x517BL,
            0xFF534D42L,
            0xFE534D42L,
            0x65735546L,
            0x00C36400L,
            0x0BD00BD0L,
            0x01021997L,
            0x7461636FL,
            0x01161970L);

    /** What Linux file systems usually can. Names and links never overwrite; what was written is only durable after a flush. */
    static final Capabilities USUAL =
            Capabilities.ALL.without(Ability.DURABLE_STEPS, Ability.FREE_OWNERS, Ability.REPLICATION);

    /** That the owner may read, and nobody else, with a mask. */
    private static final byte[] SOME_ACL = java.util.Objects.requireNonNull(PosixAcl.access(
            new Acl(List.of(new AclEntry(false, AclEntry.Kind.GROUP, "", 0))),
            0400,
            new PosixAcl.Ids(name -> OptionalInt.empty(), name -> OptionalInt.empty())));

    /** 2001-09-09T01:46:41.987654321Z, of which every file system loses another part. */
    private static final long SOME_TIME = 1_000_000_001_987_654_321L;

    /** Of usual file systems; those of SMB and NTFS, of FAT and of its relatives among them. */
    private static final List<Long> TIME_STEPS =
            List.of(1L, 100L, 1000L, 1_000_000L, 10_000_000L, 1_000_000_000L, 2_000_000_000L);

    private final Layout layout;
    private final String first;
    private final String second;

    /** @param unique part of the names of the files that are made and removed */
    Probe(Layout layout, Name unique) {
        this.layout = layout;
        this.first = "probe-" + unique.value().toLowerCase(Locale.ROOT);
        this.second = first + "-2";
    }

    /** Whether others than this machine may write to a file system, in ways of which it is not told. */
    static boolean isOfManyMachines(RawFileSystem system) {
        return OF_MANY_MACHINES.contains(system.type());
    }

    Capabilities run() {
        try (Handles opened = new Handles()) {
            int folder = layout.open(opened, Layout.stage(), Linux.O_PATH | Linux.O_DIRECTORY);
            check(folder);
            try {
                int file = make(opened, folder, first);
                make(opened, folder, second);
                RawStat raw = new RawStat();
                boolean caseSensitive = Linux.stat(folder, first.toUpperCase(Locale.ROOT), raw) == -Errno.ENOENT;
                boolean exchanges = Linux.rename(folder, first, folder, second, Linux.RENAME_EXCHANGE) >= 0;
                check(Linux.stat(file, "", raw));
                boolean identities = raw.birthKnown();
                boolean owners = Linux.setOwner(file, raw.owner(), raw.group()) >= 0;
                boolean modes = keepsModes(file, raw);
                ExtendedAttributes further = ExtendedAttributes.of(file);
                boolean acls = further.set(ExtendedAttributes.ACCESS_ACL, SOME_ACL) >= 0;
                boolean xattrs = further.set(ExtendedAttributes.USER + "onecopy.probe", new byte[] {1}) >= 0;
                long timeStep = timeStep(file, raw);
                Linux.unlink(folder, second);
                boolean symlinks = Linux.makeLink(first, folder, second) >= 0;
                boolean hints = !isOfManyMachines(RootDirectory.fileSystem(layout.show(Layout.stage()), file));
                Capabilities found = USUAL.with(Ability.ATOMIC_REPLACE, exchanges)
                        .with(Ability.MTIMES, timeStep > 0)
                        .with(Ability.HINTS, hints)
                        .with(Ability.IDENTITIES, identities)
                        .with(Ability.MODES, modes)
                        .with(Ability.OWNERS, owners)
                        .with(Ability.ACLS, acls)
                        .with(Ability.XATTRS, xattrs)
                        .with(Ability.SYMLINKS, symlinks)
                        .with(Ability.CASE_SENSITIVE, caseSensitive);
                return timeStep > 0 ? found.withMtimeStep(timeStep) : found;
            } finally {
                Linux.unlink(folder, first);
                Linux.unlink(folder, second);
            }
        }
    }

    /** To how many nanoseconds times are kept; 0 where they are not. */
    private static long timeStep(int file, RawStat raw) {
        int result = Linux.setTimes(file, SOME_TIME, SOME_TIME);
        if (result < 0 || Linux.statAnew(file, raw) < 0) {
            return 0;
        }
        long kept = raw.modificationNanos();
        return TIME_STEPS.stream()
                .filter(step -> SOME_TIME / step * step == kept)
                .findFirst()
                .orElse(0L);
    }

    private static boolean keepsModes(int file, RawStat raw) {
        return Linux.setMode(file, 0640) >= 0 && Linux.stat(file, "", raw) >= 0 && raw.permissions() == 0640;
    }

    private int make(Handles opened, int folder, String name) {
        int flags = Linux.O_RDWR | Linux.O_CREAT | Linux.O_EXCL | Linux.O_NOFOLLOW;
        int file = opened.keep(Linux.openBeneath(folder, name, flags, 0600));
        check(file);
        return file;
    }

    private void check(int result) {
        if (result < 0) {
            throw Faults.of(result, "write in the working area", layout.show(Layout.stage()));
        }
    }
}
