package org.onecopy.alert;

import org.onecopy.model.api.Severity;

/** Where messages go. Called by one thread at a time for each message; a test may come beside it. */
public interface Target {
    /** Its name in the configuration. */
    String name();

    /** {@code mail} or {@code webhook}. */
    String kind();

    /** What matters less is not sent here. */
    Severity severity();

    /** Tries once. Blocks for a bounded time; throws nothing. May deliver twice where an answer is lost: the message has an id. */
    Answer send(AlertMessage message);
}
