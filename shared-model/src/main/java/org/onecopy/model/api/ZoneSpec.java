package org.onecopy.model.api;

import java.util.List;
import org.onecopy.model.ZoneName;

/**
 * A zone that is to be, before its first node.
 *
 * @param storage the type of its storage as in a node's configuration; {@link #NONE} for a zone of witnesses
 */
public record ZoneSpec(ZoneName zone, String storage) {
    /** No storage. */
    public static final String NONE = "none";

    private static final List<String> TYPES = List.of("local", "hdfs", "hadoop", "s3", NONE);

    /** @throws IllegalArgumentException where something is missing, or there is no storage of that type */
    public ZoneSpec {
        if (zone == null) {
            throw new IllegalArgumentException("'zone' is missing: name the zone");
        }
        if (!TYPES.contains(storage)) {
            throw new IllegalArgumentException("'storage' must be one of " + String.join(", ", TYPES));
        }
    }
}
