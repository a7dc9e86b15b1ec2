package org.onecopy.agreement.ratis;

import java.nio.file.Path;
import java.time.Duration;

/**
 * What a node decides about its agreement. Limits that are equal everywhere are constants of {@link ServerProperties}.
 *
 * @param directory where logs and checkpoints are kept; best on the volume of the states, so that checkpoints can be hard links
 * @param bindHost the local address to listen on; others use the address in {@code Peer}
 * @param profile the election timeouts: the same on all nodes of a network (H45)
 * @param checkpointEntries after how many entries a state is written out and the log before it may go
 * @param checkpointBytes so also after so many bytes of entries, so that large ones do not fill the disk
 * @param keptEntries how many entries stay in the log all the same, for members that were away for a short time
 * @param purgeGap how many entries are removed from the log at a time, at least
 */
public record RatisSettings(
        Path directory,
        String bindHost,
        int bindPort,
        Profile profile,
        long checkpointEntries,
        long checkpointBytes,
        long keptEntries,
        int purgeGap) {
    /** The settings that fit unless something speaks against them. */
    public static RatisSettings of(Path directory, String bindHost, int bindPort, Profile profile) {
        return new RatisSettings(directory, bindHost, bindPort, profile, 400_000, 512L << 20, 2000, 1000);
    }

    /** The same with other limits of the log. */
    public RatisSettings withLog(long entries, long kept, int gap) {
        return new RatisSettings(directory, bindHost, bindPort, profile, entries, checkpointBytes, kept, gap);
    }

    /** The same with another length of the log after which a checkpoint is due. */
    public RatisSettings withCheckpointBytes(long bytes) {
        return new RatisSettings(
                directory, bindHost, bindPort, profile, checkpointEntries, bytes, keptEntries, purgeGap);
    }

    /**
     * Timeouts that belong together. Too short, and a slow link makes elections without end (H49); too long, and a dead leader is
     * missed late. An election timeout is at least ten round trips.
     *
     * @param electionMin without word from a leader for a random time from here
     * @param electionMax to here, a voter stands for election
     * @param request how long one attempt of a call may take
     * @param proposal after how long a proposal without answer has an unknown outcome
     * @param waiting how long a proposal waits for a leader or for its turn before it is refused
     */
    public record Profile(
            Duration electionMin, Duration electionMax, Duration request, Duration proposal, Duration waiting) {
        /** Round trips below 50 ms. */
        public static final Profile LAN = new Profile(
                Duration.ofSeconds(1),
                Duration.ofSeconds(2),
                Duration.ofSeconds(3),
                Duration.ofSeconds(10),
                Duration.ofSeconds(5));

        /** Round trips up to 300 ms. */
        public static final Profile WAN = new Profile(
                Duration.ofSeconds(3),
                Duration.ofSeconds(6),
                Duration.ofSeconds(6),
                Duration.ofSeconds(20),
                Duration.ofSeconds(12));
    }
}
