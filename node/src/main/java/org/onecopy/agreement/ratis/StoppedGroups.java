package org.onecopy.agreement.ratis;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.ratis.proto.RaftProtos.LogEntryProto;
import org.apache.ratis.server.RaftConfiguration;
import org.apache.ratis.server.RaftServerConfigKeys.Log.CorruptionPolicy;
import org.apache.ratis.server.impl.ServerImplUtils;
import org.apache.ratis.server.protocol.TermIndex;
import org.apache.ratis.server.raftlog.LogProtoUtils;
import org.apache.ratis.server.raftlog.segmented.LogSegment;
import org.apache.ratis.server.raftlog.segmented.LogSegmentPath;
import org.apache.ratis.server.storage.RaftStorage.StartupOption;
import org.apache.ratis.server.storage.RaftStorageImpl;
import org.apache.ratis.server.storage.RaftStorageMetadata;
import org.apache.ratis.server.storage.StorageImplUtils;
import org.apache.ratis.util.SizeInBytes;
import org.jspecify.annotations.Nullable;
import org.onecopy.agreement.Agreement.AgreedState;
import org.onecopy.agreement.GroupId;
import org.onecopy.agreement.Peer;
import org.onecopy.model.ProblemCode;
import org.onecopy.problem.ProblemException;

/**
 * The groups of a node that does not run: how far their logs go, and new groups made from what is known of old ones (H53). Ratis' own
 * reader and writer of its files are used. Not safe for several threads.
 */
public final class StoppedGroups {
    private static final SizeInBytes ENTRY_MAX = SizeInBytes.valueOf("64MB");

    /** In the name of the one file that the log was written to last: it may end in the middle of an entry. */
    private static final String OPEN_SEGMENT = "inprogress";

    private final Path root;

    /** @param root the directory of the agreement, as the node's {@link RatisSettings} name it */
    public StoppedGroups(Path root) {
        this.root = root;
    }

    /**
     * Where a group's log ends.
     *
     * @param term of the last entry, agreed or not
     * @param index of the last entry
     * @param peers the last members that the log names, agreed or not; empty where none are known
     */
    public record End(long term, long index, List<Peer> peers) {
        public End {
            peers = List.copyOf(peers);
        }
    }

    /** Where a group's files lie, whether the node has hidden them or not; empty where it has none. */
    public Optional<Path> directory(GroupId group) {
        return Stream.of(root.resolve(group.toString()), root.resolve(group + GroupDirectories.PARKED))
                .filter(Files::isDirectory)
                .findFirst();
    }

    /**
     * Reads a group's log.
     *
     * @param each is told every entry there is, in order
     * @return empty where this node has no such group
     * @throws ProblemException {@code NODE_RUNS}; {@code INTERNAL} where the log is damaged
     */
    private Optional<End> read(GroupId group, Consumer<LogEntryProto> each) {
        Path directory = directory(group).orElse(null);
        if (directory == null) {
            return Optional.empty();
        }
        try (RaftStorageImpl storage = open(directory)) {
            long[] last = new long[2];
            RaftConfiguration[] members = {storage.readRaftConfiguration()};
            for (LogSegmentPath segment : LogSegmentPath.getLogSegmentPaths(storage)) {
                boolean open = segment.getPath().getFileName().toString().contains(OPEN_SEGMENT);
                LogSegment.readSegmentFile(
                        segment.getPath().toFile(),
                        segment.getStartEnd(),
                        ENTRY_MAX,
                        open ? CorruptionPolicy.WARN_AND_RETURN : CorruptionPolicy.EXCEPTION,
                        null,
                        entry -> {
                            last[0] = entry.getTerm();
                            last[1] = entry.getIndex();
                            if (entry.hasConfigurationEntry()) {
                                members[0] = LogProtoUtils.toRaftConfiguration(entry);
                            }
                            each.accept(entry);
                        });
            }
            CheckpointStore checkpoints = new CheckpointStore();
            checkpoints.init(storage);
            TermIndex checkpoint =
                    checkpoints.latest().map(CheckpointStore.Checkpoint::at).orElse(TermIndex.valueOf(0, 0));
            boolean beyond = checkpoint.getIndex() > last[1];
            return Optional.of(new End(
                    beyond ? checkpoint.getTerm() : last[0],
                    beyond ? checkpoint.getIndex() : last[1],
                    members[0] == null ? List.of() : Peers.members(members[0])));
        } catch (IOException e) {
            throw damaged(directory, e);
        }
    }

    private static RaftStorageImpl open(Path directory) throws IOException {
        RaftStorageImpl storage = StorageImplUtils.newRaftStorage(
                directory.toFile(), SizeInBytes.valueOf(0), StartupOption.RECOVER, CorruptionPolicy.EXCEPTION);
        try {
            storage.initialize();
            return storage;
        } catch (IOException e) {
            throw new ProblemException(
                    ProblemCode.NODE_RUNS,
                    "the log in " + directory + " is in use, or cannot be opened: stop this node first ("
                            + e.getMessage() + ")",
                    e);
        }
    }

    private static ProblemException damaged(Path directory, IOException cause) {
        return new ProblemException(
                ProblemCode.INTERNAL,
                "the log in " + directory + " cannot be read: " + cause.getMessage()
                        + "; count this node among the lost ones, and bring it in again under a new name",
                cause);
    }

    /**
     * Where a group's log ends.
     *
     * @return empty where this node has no such group
     * @throws ProblemException {@code NODE_RUNS}; {@code INTERNAL} where the log is damaged
     */
    public Optional<End> end(GroupId group) {
        return read(group, entry -> {});
    }

    /**
     * Hands the state every entry of the log that it has not applied yet, whether it is known to be agreed or not: of the survivors'
     * longest log, what it has more than others may have been agreed by some of the lost.
     *
     * @throws ProblemException {@code NODE_RUNS}; {@code INTERNAL} where the log is damaged, or there is a gap between state and log
     */
    public void deliver(GroupId group, AgreedState state) {
        long[] at = {state.appliedIndex()};
        var _ = read(group, entry -> {
            long index = entry.getIndex();
            if (index <= at[0]) {
                return;
            }
            if (index != at[0] + 1) {
                throw new ProblemException(
                        ProblemCode.INTERNAL,
                        "the log of group " + group + " goes on at " + index + " but the state ends at " + at[0]
                                + ": count this node among the lost ones");
            }
            at[0] = index;
            byte[] content = content(entry);
            if (content == null) {
                state.skip(entry.getTerm(), index);
            } else {
                state.apply(entry.getTerm(), index, content);
            }
        });
    }

    private static byte @Nullable [] content(LogEntryProto entry) {
        if (!entry.hasStateMachineLogEntry()
                || entry.getStateMachineLogEntry().getLogData().isEmpty()) {
            return null;
        }
        return entry.getStateMachineLogEntry().getLogData().toByteArray();
    }

    /**
     * Makes the files of a group that has this node as its only member and begins with a state as it is: others get that as a checkpoint,
     * because no entry leads to it.
     *
     * @param target the group's directory below another root; does not exist yet
     */
    public static void seed(Path target, Peer self, AgreedState state) {
        try {
            Files.createDirectories(target);
            try (RaftStorageImpl storage = StorageImplUtils.newRaftStorage(
                    target.toFile(), SizeInBytes.valueOf(0), StartupOption.FORMAT, CorruptionPolicy.EXCEPTION)) {
                storage.initialize();
                TermIndex at = TermIndex.valueOf(state.appliedTerm(), state.appliedIndex());
                storage.getMetadataFile().persist(RaftStorageMetadata.valueOf(at.getTerm(), Peers.raft(self.node())));
                storage.writeRaftConfiguration(LogProtoUtils.toLogEntryProto(
                        ServerImplUtils.newRaftConfiguration(
                                List.of(Peers.raft(self)), List.of(), at.getIndex(), List.of(), List.of()),
                        at.getTerm(),
                        at.getIndex()));
                CheckpointStore checkpoints = new CheckpointStore();
                checkpoints.init(storage);
                checkpoints.build(directory -> {
                    long index = state.checkpoint(directory);
                    return TermIndex.valueOf(state.appliedTerm(), index);
                });
            }
            CheckpointStore.forceTree(target);
        } catch (IOException e) {
            throw new ProblemException(
                    ProblemCode.INTERNAL, "the files of the new group could not be written into " + target, e);
        }
    }
}
