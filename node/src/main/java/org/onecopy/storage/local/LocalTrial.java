package org.onecopy.storage.local;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.onecopy.core.TreePath;
import org.onecopy.linux.Errno;
import org.onecopy.linux.Linux;
import org.onecopy.linux.RawStat;
import org.onecopy.model.ProblemCode;
import org.onecopy.problem.StorageException;
import org.onecopy.storage.Finding;
import org.onecopy.storage.Place;
import org.onecopy.storage.Tree;
import org.onecopy.storage.Trial;

/** Tries out a directory tree of this machine. */
final class LocalTrial implements Trial {
    private static final int FOLDER_MODE = 0700;
    private static final int WATCHES_FEW = 65_536;
    private static final Path WATCHES = Path.of("/proc/sys/fs/inotify/max_user_watches");
    private static final Map<Long, String> TYPES = Map.ofEntries(
            Map.entry(0xEF53L, "ext4"),
            Map.entry(0x58465342L, "XFS"),
            Map.entry(0x9123683EL, "btrfs"),
            Map.entry(0x2FC12FC1L, "ZFS"),
            Map.entry(0x01021994L, "tmpfs"),
            Map.entry(0x858458F6L, "ramfs"),
            Map.entry(0x794C7630L, "overlayfs"),
            Map.entry(0xF2F52010L, "F2FS"),
            Map.entry(0x6969L, "NFS"),
            Map.entry(0xFF534D42L, "CIFS"),
            Map.entry(0xFE534D42L, "SMB"),
            Map.entry(0x65735546L, "FUSE"),
            Map.entry(0x00C36400L, "Ceph"),
            Map.entry(0x0BD00BD0L, "Lustre"),
            Map.entry(0x01021997L, "9p"));

    private final LocalStorage storage;
    private final Path root;
    private final String location;
    private @Nullable String work;

    LocalTrial(LocalStorage storage, Path root, String location) {
        this.storage = storage;
        this.root = root;
        this.location = location;
    }

    @Override
    public List<Finding> reach() {
        RootDirectory there = RootDirectory.at(root.toString());
        return List.of(Finding.ok(
                "reach", "%s is there; the node is user %s".formatted(there.path(), System.getProperty("user.name"))));
    }

    @Override
    public Finding location() {
        RawStat stat = new RawStat();
        int result = Linux.statFollowing(location, stat);
        if (result == -Errno.ENOENT) {
            return Finding.ok("location", "%s is not there yet; it is made in %s".formatted(location, nearest()));
        }
        if (result < 0) {
            throw Faults.of(result, "look at", location);
        }
        if (!stat.isDirectory()) {
            return Finding.fail(
                    "location",
                    location + " is not a directory",
                    "move it away, or choose another path for the location");
        }
        storage.checkBeneathRoot(location, location);
        try (DirectoryStream<Path> listing = Files.newDirectoryStream(Path.of(location))) {
            return Finding.ok(
                    "location",
                    location
                            + (listing.iterator().hasNext()
                                    ? " is there, and holds something"
                                    : " is there, and empty"));
        } catch (AccessDeniedException e) {
            throw Faults.of(-Errno.EACCES, "list", location);
        } catch (IOException e) {
            throw new StorageException(
                    ProblemCode.STORAGE_UNAVAILABLE,
                    "cannot list %s: %s; see whether the file system is mounted".formatted(location, e.getMessage()),
                    e);
        }
    }

    /** The location, or the nearest directory above where it is not there. */
    private String nearest() {
        Path at = Path.of(location);
        while (at.getParent() != null && !Files.isDirectory(at)) {
            at = at.getParent();
        }
        return at.toString();
    }

    @Override
    public Tree open() {
        String base = nearest();
        String area = (base.equals("/") ? "" : base) + "/" + Layout.WORK;
        make(area);
        work = area;
        clear(area);
        make(area + "/" + NAME);
        return storage.open(RootDirectory.at(area + "/" + NAME));
    }

    private static void make(String directory) {
        int result = Linux.makeDirectory(Linux.AT_FDCWD, directory, FOLDER_MODE);
        if (result < 0 && result != -Errno.EEXIST) {
            throw Faults.of(result, "make", directory);
        }
    }

    private void clear(String area) {
        purge(area, NAME);
        String outside = storage.workPath(area + "/" + NAME);
        if (outside != null && Files.isDirectory(Path.of(outside))) {
            Path path = Path.of(outside);
            purge(String.valueOf(path.getParent()), String.valueOf(path.getFileName()));
        }
    }

    private static void purge(String directory, String name) {
        Layout layout = new Layout(RootDirectory.at(directory), null);
        new Purging(layout, Place.inTree(TreePath.parse(name))).run();
    }

    @Override
    public List<Finding> particulars() {
        List<Finding> found = new ArrayList<>();
        long type = type();
        String name = TYPES.getOrDefault(type, "type 0x" + Long.toHexString(type));
        found.add(durability(name));
        String area = work;
        if (area != null && storage.hasWorkAreaInside(area + "/" + NAME)) {
            found.add(Finding.warn(
                    "work area",
                    "storage.workArea is on another file system than " + location,
                    "the working area is .onecopy in the location instead"));
        }
        found.add(watches());
        return found;
    }

    private static Finding durability(String name) {
        return switch (name) {
            case "tmpfs", "ramfs" ->
                Finding.warn("durability", name + " is gone when the machine stops", "use a disk for what must last");
            case "FUSE" ->
                Finding.warn(
                        "durability",
                        "FUSE: a flush reaches the program behind the mount, and not what that writes to",
                        "see whether that program writes at once, or use the file system itself");
            default -> Finding.ok("durability", name + ": a flush writes to its medium");
        };
    }

    private long type() {
        try (Handles opened = new Handles()) {
            RootDirectory there = RootDirectory.at(nearest());
            return RootDirectory.fileSystem(there.path(), there.enter(opened)).type();
        }
    }

    private static Finding watches() {
        try {
            long most = Long.parseLong(Files.readAllLines(WATCHES).getFirst().strip());
            String found = "inotify watches up to %d directories for this user".formatted(most);
            return most >= WATCHES_FEW
                    ? Finding.ok("watches", found)
                    : Finding.warn(
                            "watches",
                            found,
                            "each directory takes one, the rest is found by scans: raise fs.inotify.max_user_watches (sysctl)");
        } catch (IOException | NumberFormatException e) {
            return Finding.warn(
                    "watches",
                    "the limit of inotify cannot be read (" + e.getMessage() + ")",
                    "see fs.inotify.max_user_watches");
        }
    }

    @Override
    public void close() {
        String area = work;
        work = null;
        if (area != null) {
            clear(area);
            Linux.removeDirectory(Linux.AT_FDCWD, area); // refused where it is in use
        }
    }
}
