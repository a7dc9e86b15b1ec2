package org.onecopy.agreement;

/**
 * Ends the node because going on could make it differ from the others (R3). In production this halts the process with exit code 70 and
 * does not return; a supervisor starts it again. Where the node was taken out of the network, the code is 80, and no start helps.
 */
@FunctionalInterface
public interface FailStop {
    /** The exit code of a process that stopped in this way. */
    int EXIT_CODE = 70;

    /**
     * Must not throw, and must not wait for the agreement to close: the calling thread is one of its own.
     *
     * @param what what failed, for the log
     */
    void halt(String what, Throwable cause);
}
