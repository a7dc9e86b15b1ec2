package org.onecopy.model.api;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.onecopy.model.NodeId;
import org.onecopy.model.RuleName;
import org.onecopy.model.ZoneName;

/**
 * Something that happened, past tense. The oldest comes first in lists and streams.
 *
 * @param id grows with every event of one node, also over restarts; ids of different nodes have nothing to do with each other
 * @param type kebab-case, for example {@code rule-created}; new ones may appear
 */
public record EventView(
        long id,
        Instant time,
        Severity severity,
        String type,
        @Nullable ZoneName zone,
        @Nullable NodeId node,
        @Nullable RuleName rule,
        @Nullable String path,
        String message) {}
