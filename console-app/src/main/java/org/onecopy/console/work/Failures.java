package org.onecopy.console.work;

import org.onecopy.model.client.ProblemResponseException;
import org.onecopy.model.client.UnreachableException;

/** Failures in words. */
public final class Failures {
    private static final int LENGTH_MAX = 2_000;

    private Failures() {}

    /** What happened and, where it is known, what to do: never longer than a screen, whatever a node sent. */
    public static String text(Throwable failure) {
        String text = switch (failure) {
            case ProblemResponseException refused -> {
                Object remedy = refused.problem().data().get("remedy");
                yield refused.problem().detail()
                        + (remedy == null ? "" : "; " + remedy)
                        + " (" + refused.problem().code() + ")";
            }
            case UnreachableException silent ->
                silent.getMessage()
                        + (silent.mayBeReceived() ? "; what was asked may have taken effect: look first" : "");
            default -> failure.getMessage() == null ? failure.getClass().getSimpleName() : failure.getMessage();
        };
        return text.length() > LENGTH_MAX
                ? text.substring(0, LENGTH_MAX) + "… (" + (text.length() - LENGTH_MAX) + " more characters)"
                : text;
    }
}
