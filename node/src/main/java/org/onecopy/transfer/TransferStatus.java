package org.onecopy.transfer;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.onecopy.problem.ProblemException;

/**
 * How one transfer stands, at one moment.
 *
 * @param length bytes of the content
 * @param bytesDone bytes that have come: verified and written, but for the chunks that are under way
 * @param bytesPerSecond of the present try, 0 where none runs
 * @param peer the endpoint that is, or was last, asked; null where none was yet
 * @param tries how often a peer was asked
 * @param lastProblem what the last peer that did not give it said; null where none did
 * @param nextTryAt when it is tried again, where it waits
 */
public record TransferStatus(
        ContentKey key,
        State state,
        int priority,
        long length,
        long bytesDone,
        long bytesPerSecond,
        @Nullable String peer,
        int tries,
        @Nullable ProblemException lastProblem,
        @Nullable Instant nextTryAt) {
    /**
     * QUEUED → RUNNING when there is room; RUNNING → QUEUED when a peer did not give it; QUEUED → WAITING when no peer may be asked
     * now; WAITING → QUEUED by time. The others are ends.
     */
    public enum State {
        QUEUED,
        WAITING,
        RUNNING,
        DONE,
        FAILED,
        CANCELLED;

        public boolean isEnd() {
            return this == DONE || this == FAILED || this == CANCELLED;
        }
    }
}
