package org.onecopy.alert;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.onecopy.model.RuleName;
import org.onecopy.model.ZoneName;
import org.onecopy.model.api.AlertCondition;
import org.onecopy.model.api.Severity;

/**
 * Something to tell of an alert.
 *
 * @param silenced whether it goes to the event stream only
 */
public record Notice(
        Kind kind,
        String id,
        AlertCondition condition,
        Severity severity,
        @Nullable ZoneName zone,
        @Nullable RuleName rule,
        double value,
        double threshold,
        Instant since,
        Instant at,
        String message,
        boolean silenced) {
    /** What happened to the alert. */
    public enum Kind {
        BEGAN,
        /** It goes on. */
        REPEATED,
        ENDED
    }
}
