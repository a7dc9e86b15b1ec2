package org.onecopy.storage;

import org.onecopy.problem.ProblemException;

/**
 * What came of one thing that was tried in a storage.
 *
 * @param check what was tried, one word or two
 * @param found what came of it
 * @param remedy what to do, or what to know; empty where there is nothing
 */
public record Finding(String check, Result result, String found, String remedy) {
    private static final String AGAIN = "; it is tried again";

    /** How it is. */
    public enum Result {
        /** As it should be. */
        OK,
        /** It works, with a consequence to know of. */
        WARN,
        /** It does not work. */
        FAIL
    }

    /** As it should be. */
    public static Finding ok(String check, String found) {
        return new Finding(check, Result.OK, found, "");
    }

    /** It works, but. */
    public static Finding warn(String check, String found, String remedy) {
        return new Finding(check, Result.WARN, found, remedy);
    }

    /** It does not work. */
    public static Finding fail(String check, String found, String remedy) {
        return new Finding(check, Result.FAIL, found, remedy);
    }

    /** It was refused. The last clause of a problem's message says what to do. */
    public static Finding refused(String check, ProblemException problem) {
        String message = String.valueOf(problem.getMessage());
        String text = message.endsWith(AGAIN) ? message.substring(0, message.length() - AGAIN.length()) : message;
        int remedy = text.lastIndexOf("; ");
        return remedy < 0 ? fail(check, text, "") : fail(check, text.substring(0, remedy), text.substring(remedy + 2));
    }
}
