package org.onecopy.model.api;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.onecopy.model.NodeId;
import org.onecopy.model.RuleName;
import org.onecopy.model.ZoneName;

/**
 * An alert that has begun and not ended. The worst come first, then the oldest.
 *
 * @param id what it is about, the same on every node and whenever it comes again: {@code CONDITION:SUBJECT}
 * @param zone absent where it is about no zone
 * @param rule absent where it is about no rule
 * @param value in the unit of the condition: bytes, seconds, or a count
 * @param threshold beyond which it began
 * @param since when it began
 * @param message what is the matter, in a sentence
 * @param reporter the node that says so
 * @param sender whether this node is the one that sends messages of it
 * @param silencedUntil until when no messages are sent of it; absent where they are
 */
public record AlertView(
        String id,
        AlertCondition condition,
        Severity severity,
        @Nullable ZoneName zone,
        @Nullable RuleName rule,
        double value,
        double threshold,
        Instant since,
        String message,
        NodeId reporter,
        boolean sender,
        @Nullable Instant silencedUntil) {}
