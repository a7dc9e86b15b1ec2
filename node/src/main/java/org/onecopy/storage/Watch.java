package org.onecopy.storage;

/** Hints being reported, until it is closed. */
public interface Watch extends AutoCloseable {
    /**
     * Whether every directory of the tree is watched now. Where not, only scans find the changes in the rest: the system's limit on
     * watches is reached, a directory may not be read, the root was moved or unmounted, or others write from other machines. Once
     * false it stays false; a new watch may be complete again.
     */
    boolean complete();

    /** Ends the hints: none comes after it has returned, unless a hint itself closes. No effect at the second call. */
    @Override
    void close();
}
