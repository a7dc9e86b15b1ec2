package org.onecopy.core.namespace;

import org.onecopy.model.Version;

/** What a zone had seen when it made a change: an agreed version, or its own operation that may not be agreed yet. */
public sealed interface Base {
    /** An agreed version that the zone showed. */
    record Seen(Version version) implements Base {}

    /** The outcome of an earlier operation of the same zone and epoch. */
    record Own(OpId operation) implements Base {}
}
