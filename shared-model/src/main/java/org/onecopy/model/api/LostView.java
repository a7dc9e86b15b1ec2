package org.onecopy.model.api;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.onecopy.model.ByteCount;
import org.onecopy.model.RuleName;
import org.onecopy.model.ZoneName;

/**
 * An agreed content that no zone which is heard of holds. Those out of reach come first, of each rule the oldest first; then those that
 * are gone, the newest first.
 *
 * @param zone where it was written; of what is gone: the zone that gave it up
 * @param path in the rule's tree
 * @param index of the agreement; absent of what is gone
 * @param bytes its length; absent of what is gone
 * @param since when it was agreed; of what is gone: when it was given up
 */
public record LostView(
        RuleName rule,
        ZoneName zone,
        String path,
        LostState state,
        @Nullable Long index,
        @Nullable ByteCount bytes,
        Instant since) {}
