package org.onecopy.agreement.ratis;

import java.io.File;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.ratis.client.RaftClientConfigKeys;
import org.apache.ratis.conf.RaftProperties;
import org.apache.ratis.grpc.GrpcConfigKeys;
import org.apache.ratis.server.RaftServerConfigKeys;
import org.apache.ratis.server.RaftServerConfigKeys.Log;
import org.apache.ratis.server.RaftServerConfigKeys.Read;
import org.apache.ratis.server.RaftServerConfigKeys.Rpc;
import org.apache.ratis.server.RaftServerConfigKeys.Snapshot;
import org.apache.ratis.util.SizeInBytes;
import org.apache.ratis.util.TimeDuration;

/**
 * Our settings in the words of Ratis, with the reasons where a default of Ratis is wrong for us. Public for the benchmark that runs the
 * bare library with the same.
 */
public final class ServerProperties {
    /** The largest entry: 1 MiB of proposal and its frame. */
    static final int ENTRY_BYTES_MAX = (1 << 20) + (64 << 10);

    /** How many proposals of this node to one group may be under way. */
    static final int PROPOSALS_MAX = 1024;

    /** What one proposal under way counts for, at least: all together are at most 16 MiB. */
    static final int PROPOSAL_UNIT_BYTES = 16 << 10;

    /** Longer than a machine stands still. */
    private static final Duration PAUSE_MAX = Duration.ofDays(10_000);

    private ServerProperties() {}

    /** What a server, and a client of it, is given. */
    public static RaftProperties of(RatisSettings settings) {
        RaftProperties properties = new RaftProperties();
        RaftServerConfigKeys.setStorageDir(
                properties, List.of(settings.directory().toFile()));
        RaftServerConfigKeys.setRemovedGroupsDir(
                properties, new File(settings.directory().toFile(), "removed"));
        elections(properties, settings.profile());
        log(properties, settings);
        transport(properties, settings);
        client(properties, settings.profile());
        return properties;
    }

    private static void elections(RaftProperties properties, RatisSettings.Profile profile) {
        Rpc.setTimeoutMin(properties, duration(profile.electionMin()));
        Rpc.setTimeoutMax(properties, duration(profile.electionMax()));
        Rpc.setFirstElectionTimeoutMin(properties, duration(Duration.ofMillis(500)));
        Rpc.setFirstElectionTimeoutMax(properties, duration(Duration.ofSeconds(1)));
        Rpc.setRequestTimeout(properties, duration(profile.request()));
        // A machine that stood still and wakes up is a slow follower, which harms nobody: it need not stop for that.
        RaftServerConfigKeys.setCloseThreshold(properties, duration(PAUSE_MAX));
        RaftServerConfigKeys.LeaderElection.setPreVote(properties, true);
        // How long one that lost its majority leaves the lead to others; the default of 10 s lengthens every outage.
        RaftServerConfigKeys.LeaderElection.setLeaderStepDownWaitTime(properties, duration(profile.electionMax()));
        // Reads that must be current go through the log: a lease leans on clocks (H45).
        Read.setOption(properties, Read.Option.DEFAULT);
        Read.setLeaderLeaseEnabled(properties, false);
    }

    private static void log(RaftProperties properties, RatisSettings settings) {
        // The entries of the segment that is being written stay in memory.
        Log.setSegmentSizeMax(properties, SizeInBytes.valueOf("8MB"));
        // An idle group costs this much disk.
        Log.setPreallocatedSize(properties, SizeInBytes.valueOf("4MB"));
        // Must be larger than the largest entry; is allocated once per group, outside the heap.
        Log.setWriteBufferSize(properties, SizeInBytes.valueOf("2MB"));
        Log.setSegmentCacheNumMax(properties, 2);
        Log.setSegmentCacheSizeMax(properties, SizeInBytes.valueOf("16MB"));
        // An agreed entry is on the disks of a majority, not in their memory.
        Log.setUnsafeFlushEnabled(properties, false);
        Log.setAsyncFlushEnabled(properties, false);
        // A torn tail was never acknowledged by this node; anything else that does not read stops it (H61).
        Log.setCorruptionPolicy(properties, Log.CorruptionPolicy.EXCEPTION);
        Log.setPurgeUptoSnapshotIndex(properties, true);
        Log.setPurgePreservationLogNum(properties, settings.keptEntries());
        Log.setPurgeGap(properties, settings.purgeGap());
        Log.Appender.setBufferByteLimit(properties, SizeInBytes.valueOf(ENTRY_BYTES_MAX + (64 << 10)));
        // The default waits 5 s between attempts once a follower was silent for half a minute: so much longer it is
        // away.
        Log.Appender.setRetryPolicy(properties, "1ms,10, 500ms,100000000");
        Log.Appender.setInstallSnapshotEnabled(properties, true);
        Log.Appender.setSnapshotChunkSizeMax(properties, SizeInBytes.valueOf("4MB"));
        Snapshot.setAutoTriggerEnabled(properties, true);
        Snapshot.setAutoTriggerThreshold(properties, settings.checkpointEntries());
        // After a clean stop there is nothing to read again.
        Snapshot.setTriggerWhenStopEnabled(properties, true);
        Snapshot.setTriggerWhenRemoveEnabled(properties, false);
        Snapshot.setRetentionFileNum(properties, CheckpointStore.KEPT);
        // What the proposals of all nodes to one leader may hold in its memory.
        RaftServerConfigKeys.Write.setElementLimit(properties, 4 * PROPOSALS_MAX);
        RaftServerConfigKeys.Write.setByteLimit(properties, SizeInBytes.valueOf("128MB"));
    }

    private static void transport(RaftProperties properties, RatisSettings settings) {
        GrpcConfigKeys.Server.setHost(properties, settings.bindHost());
        GrpcConfigKeys.Server.setPort(properties, settings.bindPort());
        GrpcConfigKeys.setMessageSizeMax(properties, SizeInBytes.valueOf("8MB"));
        // The default of 8 appends under way starves a link of 80 ms.
        GrpcConfigKeys.Server.setLeaderOutstandingAppendsMax(properties, 64);
        // A leader that sends a checkpoint to a member that cannot be reached blocks for timeout times limit before it
        // tries again.
        GrpcConfigKeys.Server.setInstallSnapshotRequestTimeout(
                properties, duration(settings.profile().request()));
        GrpcConfigKeys.Server.setInstallSnapshotRequestElementLimit(properties, 4);
    }

    private static void client(RaftProperties properties, RatisSettings.Profile profile) {
        RaftClientConfigKeys.Rpc.setRequestTimeout(properties, duration(profile.request()));
        // Ours is the limit that counts: the client's would block without a timeout.
        RaftClientConfigKeys.Async.setOutstandingRequestsMax(properties, PROPOSALS_MAX + 16);
    }

    static TimeDuration duration(Duration duration) {
        return TimeDuration.valueOf(duration.toMillis(), TimeUnit.MILLISECONDS);
    }
}
