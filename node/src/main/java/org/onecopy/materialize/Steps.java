package org.onecopy.materialize;

/** Whether steps were made on the storage since it was last made durable. */
final class Steps {
    private boolean any;

    /** A step is about to be made. */
    void begin() {
        any = true;
    }

    /** Whether there were any since the last call. */
    boolean take() {
        boolean were = any;
        any = false;
        return were;
    }
}
