package org.onecopy.simulation;

/** The process stops here and now: what it had in memory is lost. */
final class Crash extends Error {
    private static final long serialVersionUID = 1L;

    Crash(String where) {
        super(where, null, false, false);
    }
}
