package org.onecopy.alert;

import org.jspecify.annotations.Nullable;
import org.onecopy.model.RuleName;
import org.onecopy.model.ZoneName;
import org.onecopy.model.api.AlertCondition;

/**
 * What was measured of one condition at one place.
 *
 * @param subject of what: together with the condition the alert's identity; letters, digits, {@code -} and {@code :}
 * @param value {@link Double#NaN} where it is not known here, for now or because only another node knows it
 * @param speaker who sends messages of it
 * @param message what is the matter, in a sentence
 */
public record Figure(
        AlertCondition condition,
        String subject,
        @Nullable ZoneName zone,
        @Nullable RuleName rule,
        double value,
        Speaker speaker,
        String message) {
    /** Who sends messages of a figure. */
    public enum Speaker {
        /** This node: it is about this node, or this node leads those whom it is about. */
        HERE,
        /** Another node leads them. */
        ELSEWHERE,
        /** Nobody leads them for now, and what is known of them may be old. */
        NOBODY
    }

    /** The alert's identity. */
    public String id() {
        return condition.word() + ":" + subject;
    }
}
