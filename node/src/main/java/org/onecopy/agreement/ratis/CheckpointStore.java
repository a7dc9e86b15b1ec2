package org.onecopy.agreement.ratis;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.ratis.server.protocol.TermIndex;
import org.apache.ratis.server.storage.FileInfo;
import org.apache.ratis.server.storage.RaftStorage;
import org.apache.ratis.statemachine.SnapshotInfo;
import org.apache.ratis.statemachine.SnapshotRetentionPolicy;
import org.apache.ratis.statemachine.StateMachineStorage;
import org.apache.ratis.statemachine.impl.FileListSnapshotInfo;
import org.jspecify.annotations.Nullable;

/**
 * The checkpoints of one group, as directories of many files: {@code sm/checkpoint-<term>-<index>/} with the state's files below
 * {@code state/} and a manifest of their sizes.
 *
 * <p>A checkpoint is built under another name, made durable, and renamed; one that Ratis received is made durable before it is
 * renamed. So a directory with the right name is whole, and the manifest proves it again. Ratis' own {@code SimpleStateMachineStorage}
 * adopts half-written files.
 */
final class CheckpointStore implements StateMachineStorage {
    /** How many checkpoints stay: a member may be fetching the one before the newest. */
    static final int KEPT = 2;

    private static final String BUILDING = "building";
    private static final String STATE = "state";
    private static final String MANIFEST = "manifest";
    private static final String RECEIVING = "snapshot-";
    private static final Pattern NAME = Pattern.compile("checkpoint-(\\d+)-(\\d+)");

    private @Nullable Path checkpoints;
    private @Nullable Path receiving;
    private volatile @Nullable Checkpoint latest;

    /** A whole checkpoint on disk. */
    record Checkpoint(TermIndex at, Path directory, SnapshotInfo info) {
        /** What the state wrote. */
        Path state() {
            return directory.resolve(STATE);
        }
    }

    /** Writes a state into a directory that does not exist yet, and says up to where it goes. */
    @FunctionalInterface
    interface Writer {
        TermIndex write(Path directory) throws IOException;
    }

    @Override
    public void init(RaftStorage storage) throws IOException {
        checkpoints = storage.getStorageDir().getStateMachineDir().toPath();
        receiving = storage.getStorageDir().getTmpDir().toPath();
        Files.createDirectories(directory());
        Files.createDirectories(receivingDirectory());
        deleteTree(directory().resolve(BUILDING));
        for (Path left : children(receivingDirectory())) {
            if (left.getFileName().toString().startsWith(RECEIVING)) {
                deleteTree(left);
            }
        }
        reload();
    }

    /** Looks at the disk again and finds the newest whole checkpoint. */
    Optional<Checkpoint> reload() throws IOException {
        latest = list().stream().findFirst().orElse(null);
        return latest();
    }

    Optional<Checkpoint> latest() {
        return Optional.ofNullable(latest);
    }

    /** Builds a checkpoint; it counts from the rename on. */
    Checkpoint build(Writer writer) throws IOException {
        Path building = directory().resolve(BUILDING);
        deleteTree(building);
        Files.createDirectory(building);
        TermIndex at = writer.write(building.resolve(STATE));
        List<String> lines = new ArrayList<>();
        for (Path file : files(building)) {
            lines.add(Files.size(file) + " " + building.relativize(file));
        }
        Files.write(building.resolve(MANIFEST), lines);
        forceTree(building);
        Path whole = directory().resolve("checkpoint-" + at.getTerm() + "-" + at.getIndex());
        deleteTree(whole);
        Files.move(building, whole, StandardCopyOption.ATOMIC_MOVE);
        force(directory());
        return reload().orElseThrow(() -> new IOException(whole + " is not whole after it was written"));
    }

    /** Makes what Ratis has received so far durable; called before it renames that to our directory. */
    void forceReceived() throws IOException {
        for (Path received : children(receivingDirectory())) {
            forceTree(received);
        }
        force(receivingDirectory());
    }

    @Override
    public @Nullable SnapshotInfo getLatestSnapshot() {
        Checkpoint newest = latest;
        return newest == null ? null : newest.info();
    }

    @Override
    public void format() {}

    @Override
    public void cleanupOldSnapshots(SnapshotRetentionPolicy policy) throws IOException {
        List<Checkpoint> all = list();
        for (Checkpoint old : all.subList(Math.min(KEPT, all.size()), all.size())) {
            deleteTree(old.directory());
        }
    }

    /** Removes checkpoints beyond an index from a directory of them, which may be missing. */
    static void discard(Path directory, long after) throws IOException {
        for (Path child : children(directory)) {
            Matcher name = NAME.matcher(child.getFileName().toString());
            if (name.matches() && Long.parseLong(name.group(2)) > after) {
                deleteTree(child);
            }
        }
    }

    /** All whole checkpoints, the newest first. Others are left alone: the next build or receipt replaces them. */
    private List<Checkpoint> list() throws IOException {
        List<Checkpoint> found = new ArrayList<>();
        for (Path child : children(directory())) {
            Matcher name = NAME.matcher(child.getFileName().toString());
            if (name.matches()) {
                TermIndex at = TermIndex.valueOf(Long.parseLong(name.group(1)), Long.parseLong(name.group(2)));
                open(at, child).ifPresent(found::add);
            }
        }
        found.sort(Comparator.comparing(Checkpoint::at).reversed());
        return found;
    }

    /** Checks a checkpoint against its manifest, and removes what Ratis laid beside its files. */
    private static Optional<Checkpoint> open(TermIndex at, Path directory) throws IOException {
        Path manifest = directory.resolve(MANIFEST);
        if (!Files.exists(manifest)) {
            return Optional.empty();
        }
        List<FileInfo> infos = new ArrayList<>();
        Set<Path> expected = new HashSet<>(Set.of(manifest));
        for (String line : Files.readAllLines(manifest)) {
            int space = line.indexOf(' ');
            Path file = directory.resolve(line.substring(space + 1));
            if (!Files.exists(file) || Files.size(file) != Long.parseLong(line.substring(0, space))) {
                return Optional.empty();
            }
            expected.add(file);
            infos.add(new FileInfo(file, null));
        }
        for (Path file : files(directory)) {
            if (!expected.contains(file)) {
                Files.delete(file);
            }
        }
        // The manifest travels last: without it the receiver has no checkpoint.
        infos.add(new FileInfo(manifest, null));
        return Optional.of(new Checkpoint(at, directory, new FileListSnapshotInfo(infos, at)));
    }

    private Path directory() {
        Path known = checkpoints;
        if (known == null) {
            throw new IllegalStateException("the group's storage is not open yet");
        }
        return known;
    }

    private Path receivingDirectory() {
        Path known = receiving;
        if (known == null) {
            throw new IllegalStateException("the group's storage is not open yet");
        }
        return known;
    }

    private static List<Path> children(Path directory) throws IOException {
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        try (Stream<Path> children = Files.list(directory)) {
            return children.toList();
        }
    }

    private static List<Path> files(Path directory) throws IOException {
        try (Stream<Path> all = Files.walk(directory)) {
            return all.filter(Files::isRegularFile).sorted().toList();
        }
    }

    static void forceTree(Path root) throws IOException {
        try (Stream<Path> all = Files.walk(root)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                force(path);
            }
        }
    }

    static void force(Path path) throws IOException {
        try (FileChannel channel = FileChannel.open(path)) {
            channel.force(true);
        }
    }

    static void deleteTree(Path root) throws IOException {
        if (!Files.exists(root)) {
            return;
        }
        try (Stream<Path> all = Files.walk(root)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
