package org.onecopy.model.api;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An alert of which no messages are sent for a while, whether it has begun or not. In the order of ids.
 *
 * @param id of the alert
 * @param until when messages are sent again
 * @param why in somebody's words; absent where none were given
 */
public record AlertSilence(
        String id, Instant until, @Nullable String why) {}
