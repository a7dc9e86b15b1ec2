package org.onecopy.agreement.ratis;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.onecopy.agreement.GroupId;

/**
 * The directories of the groups. Ratis opens every directory with a group's name as soon as it starts, before anyone could attach a
 * state: so at the start of the node all are renamed to names that it does not look at, and each gets its name back when it is joined.
 */
final class GroupDirectories {
    private static final Pattern GROUP = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
    /** What a hidden group's name ends with. */
    static final String PARKED = ".parked";

    private final Path root;

    GroupDirectories(Path root) {
        this.root = root;
    }

    /** Hides all groups from Ratis; to be called before it starts. */
    void parkAll() throws IOException {
        Files.createDirectories(root);
        List<Path> groups;
        try (Stream<Path> children = Files.list(root)) {
            groups = children.filter(child ->
                            GROUP.matcher(child.getFileName().toString()).matches())
                    .toList();
        }
        for (Path group : groups) {
            Files.move(group, Path.of(group + PARKED), StandardCopyOption.ATOMIC_MOVE);
        }
    }

    /** Gives a group its name back. @return whether it has a log here */
    boolean unpark(GroupId group) throws IOException {
        Path parked = parked(group);
        if (!Files.exists(parked)) {
            return false;
        }
        Files.move(parked, directory(group), StandardCopyOption.ATOMIC_MOVE);
        return true;
    }

    /** Takes a group's name away again after it could not be joined. */
    void park(GroupId group) throws IOException {
        if (Files.exists(directory(group))) {
            Files.move(directory(group), parked(group), StandardCopyOption.ATOMIC_MOVE);
        }
    }

    /** Removes the checkpoints of a group that is not joined, as far as they go beyond an index. */
    void discardCheckpoints(GroupId group, long after) throws IOException {
        CheckpointStore.discard(parked(group).resolve("sm"), after);
    }

    /** Removes a group's log. No effect where there is none. */
    void delete(GroupId group) throws IOException {
        CheckpointStore.deleteTree(parked(group));
        CheckpointStore.deleteTree(directory(group));
    }

    Path directory(GroupId group) {
        return root.resolve(group.toString());
    }

    private Path parked(GroupId group) {
        return root.resolve(group + PARKED);
    }
}
