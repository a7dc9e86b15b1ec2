package org.onecopy.transfer;

import java.util.BitSet;
import org.onecopy.core.transfer.ChunkTree;
import org.onecopy.problem.ProblemException;
import org.onecopy.storage.StageWriter;

/**
 * Where the bytes of one transfer go, and who hears of its end: exactly one of {@link #arrived}, {@link #failed} and
 * {@link #cancelled} is called, once. Methods are called on a thread of the transfer and may block; while one blocks, the transfer's
 * place among those that run stays taken.
 */
public interface TransferTarget {
    /**
     * Opens the staged item; called once, when the transfer is first tried.
     *
     * @throws org.onecopy.problem.StorageException ends the transfer as failed
     */
    StageWriter open();

    /**
     * Which chunks are there already from an earlier life (H2), asked once, before the first byte of a content of more than 256 KiB
     * is fetched. What the storage may have lost in a crash must be read again: {@link ContentHasher#matching}.
     */
    default BitSet present(ChunkTree tree) {
        return new BitSet();
    }

    /** See {@link FetchProgress#mayHoldGarbage}. */
    default boolean mayHoldGarbage() {
        return false;
    }

    /** A chunk has been verified and written, not yet durably. Called from several threads. */
    default void verified(int chunk) {}

    /**
     * All bytes have been verified and written. The receiver finishes and closes the writer.
     *
     * @throws org.onecopy.problem.StorageException ends the transfer as failed, and {@link #failed} is called as well
     */
    void arrived(StageWriter writer);

    /** The transfer has ended without the content; the writer, where one was opened, has been closed. */
    void failed(ProblemException problem);

    /** The transfer was cancelled; the writer, where one was opened, has been closed. */
    default void cancelled() {}
}
