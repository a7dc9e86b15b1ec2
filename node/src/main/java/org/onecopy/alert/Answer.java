package org.onecopy.alert;

/**
 * What became of one try to deliver a message.
 *
 * @param text what the server answered, or why there is no answer: one line
 */
public record Answer(Outcome outcome, String text) {
    private static final int TEXT_LENGTH_MAX = 300;

    public Answer {
        String line = text.replaceAll("\\p{Cntrl}+", " ").strip();
        text = line.length() > TEXT_LENGTH_MAX ? line.substring(0, TEXT_LENGTH_MAX) + "…" : line;
    }

    /** Whether it arrived, and whether to try again. */
    public enum Outcome {
        DELIVERED,
        /** Some recipients were refused; the others have it. */
        PARTLY,
        /** Another try may do better. */
        LATER,
        /** No other try will. */
        NEVER
    }

    boolean arrived() {
        return outcome == Outcome.DELIVERED || outcome == Outcome.PARTLY;
    }
}
