package org.onecopy.alert;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.onecopy.model.RuleName;
import org.onecopy.model.ZoneName;
import org.onecopy.model.api.AlertCondition;
import org.onecopy.model.api.AlertSilence;

/** What outlives the node's process: alerts that have begun, and silences. */
public record AlertState(List<Begun> alerts, List<AlertSilence> silences) {
    public static final AlertState EMPTY = new AlertState(List.of(), List.of());

    public AlertState {
        alerts = List.copyOf(alerts);
        silences = List.copyOf(silences);
    }

    /** Whether messages of an alert were sent. */
    public enum Told {
        /** Nobody was told yet. */
        NOBODY,
        /** This node tells. */
        HERE,
        /** Another node tells, as far as this one knows. */
        ELSEWHERE
    }

    /**
     * An alert that has begun.
     *
     * @param toldAt when it was last told of, by this node or presumably by another
     * @param delivered whether messages went to targets, because it was not silenced
     */
    public record Begun(
            AlertCondition condition,
            String subject,
            @Nullable ZoneName zone,
            @Nullable RuleName rule,
            double value,
            String message,
            Instant since,
            Told told,
            @Nullable Instant toldAt,
            boolean delivered) {
        public Begun {
            // Read from a file.
            Objects.requireNonNull(condition);
            Objects.requireNonNull(subject);
            Objects.requireNonNull(message);
            Objects.requireNonNull(since);
            Objects.requireNonNull(told);
        }
    }
}
