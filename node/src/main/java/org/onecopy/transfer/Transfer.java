package org.onecopy.transfer;

/** One content on its way from a zone that has it to this one; made by {@link Transfers#submit}. Safe to use from any thread. */
public interface Transfer {
    /** How it stands now. */
    TransferStatus status();

    /**
     * Ends it soon, unless it has ended; idempotent. What was verified stays in the staged item. Where it is not running, the
     * target hears of it before this returns.
     */
    void cancel();
}
