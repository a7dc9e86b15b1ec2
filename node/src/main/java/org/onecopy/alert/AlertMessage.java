package org.onecopy.alert;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.onecopy.model.ApiJson;
import org.onecopy.model.DurationText;
import org.onecopy.model.NodeId;
import org.onecopy.model.RuleName;
import org.onecopy.model.ZoneName;
import org.onecopy.model.api.AlertCondition;
import org.onecopy.model.api.Severity;

/**
 * What a target is sent. As JSON it is a webhook's body; docs/alerts.md describes the fields.
 *
 * @param message the same for each try to deliver it
 * @param kind {@code began}, {@code repeated}, {@code ended}, or that of a trial
 * @param alert the alert's identity; absent in a test
 * @param node that sends it
 * @param text in a sentence
 */
public record AlertMessage(
        UUID message,
        String kind,
        @Nullable String alert,
        @Nullable AlertCondition condition,
        Severity severity,
        UUID network,
        NodeId node,
        @Nullable ZoneName zone,
        @Nullable RuleName rule,
        @Nullable Double value,
        @Nullable Double threshold,
        @Nullable Instant since,
        Instant at,
        String text) {
    private static final JsonMapper JSON = ApiJson.strict();
    private static final String TEST = "test";

    /** Of something that happened to an alert. */
    public static AlertMessage of(Notice notice, UUID network, NodeId node) {
        return new AlertMessage(
                UUID.randomUUID(),
                notice.kind().name().toLowerCase(Locale.ROOT),
                notice.id(),
                notice.condition(),
                notice.severity(),
                network,
                node,
                notice.zone(),
                notice.rule(),
                notice.value(),
                notice.threshold(),
                notice.since(),
                notice.at(),
                notice.message());
    }

    /** To see whether messages arrive. */
    public static AlertMessage test(UUID network, NodeId node, Instant at) {
        return new AlertMessage(
                UUID.randomUUID(),
                TEST,
                null,
                null,
                Severity.INFO,
                network,
                node,
                null,
                null,
                null,
                null,
                null,
                at,
                "a test message of node " + node + ": alerts would arrive here");
    }

    boolean isTest() {
        return kind.equals(TEST);
    }

    String json() {
        try {
            return JSON.writeValueAsString(this);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a message that JSON cannot hold", e);
        }
    }

    /** One line: words of ours and names only. */
    String subject() {
        return "[onecopy] " + kind + (alert == null ? ": node " + node : " (" + severity.word() + "): " + alert);
    }

    /** For people. */
    String body() {
        StringBuilder body = new StringBuilder(text).append("\n\n");
        if (condition != null && value != null && threshold != null && since != null) {
            line(body, "alert", alert + ", " + severity.word());
            line(body, kind, condition.show(value) + ", threshold " + condition.show(threshold));
            String passed = DurationText.rough(Duration.between(since, at).toMillis() / 1000.0);
            line(body, "since", since + " (" + passed + ")");
        }
        line(body, "said by", "node " + node + " of network " + network + " at " + at);
        if (alert != null && !kind.equals("ended")) {
            body.append("\nNo more of it for a while: onecopy alerts silence ")
                    .append(alert)
                    .append(" --for 2h\n");
        }
        return body.toString();
    }

    private static void line(StringBuilder body, String name, String what) {
        body.append(String.format(Locale.ROOT, "%-9s %s%n", name + ":", what));
    }
}
