package org.onecopy.storage.local;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.onecopy.linux.Linux;
import org.onecopy.linux.RawStat;
import org.onecopy.model.ProblemCode;
import org.onecopy.problem.StorageException;
import org.onecopy.storage.Lineage;

/**
 * Directories of a machine, named so that two nodes know whether they mean the same one: by device and inode since the kernel's start on
 * one machine (also from within containers), and by server and path where a file system comes over the network.
 */
final class LocalLineage {
    private static final Path BOOT = Path.of("/proc/sys/kernel/random/boot_id");
    private static final Path MOUNTS = Path.of("/proc/self/mountinfo");
    private static final Set<String> OVER_NETWORK =
            Set.of("nfs", "nfs4", "cifs", "smb3", "ceph", "lustre", "gfs2", "ocfs2", "fuse.glusterfs", "fuse.cephfs");
    private static final int MOUNT_ID = 0;
    private static final int MOUNT_ROOT = 3;
    private static final int MOUNT_POINT = 4;

    /** @param root the part of the server's tree that is mounted; {@code point} where */
    private record Mount(String type, String source, String root, String point) {}

    private LocalLineage() {}

    /** @throws StorageException where a part of the path cannot be looked at */
    static Lineage of(Path location) {
        Path there = location;
        while (there.getParent() != null && Linux.statFollowing(there.toString(), new RawStat()) < 0) {
            there = there.getParent();
        }
        try {
            Path real = there.toRealPath();
            List<String> names = new ArrayList<>();
            names.add(name(Path.of("/")));
            for (Path part : parts(real)) {
                names.add(name(part));
            }
            for (Path missing : there.relativize(location)) {
                if (!missing.toString().isEmpty()) {
                    names.add(names.getLast() + "/" + missing);
                }
            }
            String own = names.removeLast();
            return new Lineage(names, List.of(own));
        } catch (IOException e) {
            throw new StorageException(
                    ProblemCode.STORAGE_UNAVAILABLE, "cannot resolve " + there + "; see whether it is mounted", e);
        }
    }

    private static List<Path> parts(Path real) {
        List<Path> parts = new ArrayList<>();
        for (int n = 1; n <= real.getNameCount(); n++) {
            parts.add(Path.of("/").resolve(real.subpath(0, n)));
        }
        return parts;
    }

    private static String name(Path directory) throws IOException {
        RawStat stat = new RawStat();
        int result = Linux.statFollowing(directory.toString(), stat);
        if (result < 0) {
            throw Faults.of(result, "look at", directory.toString());
        }
        Mount mount = mount(stat.mount());
        if (mount != null && OVER_NETWORK.contains(mount.type())) {
            String inside = directory
                    .toString()
                    .substring(mount.point().equals("/") ? 0 : mount.point().length());
            return mount.source() + (mount.root().equals("/") ? "" : mount.root()) + inside;
        }
        String boot = Files.readString(BOOT, StandardCharsets.US_ASCII).strip();
        return "%s %x.%x.%x".formatted(boot, stat.device(), stat.inode(), stat.birthNanos());
    }

    /** As {@code proc_pid_mountinfo(5)} has it; null where the mount is not listed. */
    private static @Nullable Mount mount(long id) throws IOException {
        for (String line : Files.readAllLines(MOUNTS, StandardCharsets.UTF_8)) {
            String[] fields = line.split(" ", -1);
            int dash = List.of(fields).indexOf("-");
            if (fields[MOUNT_ID].equals(Long.toString(id)) && dash > 0) {
                return new Mount(fields[dash + 1], fields[dash + 2], fields[MOUNT_ROOT], fields[MOUNT_POINT]);
            }
        }
        return null;
    }
}
