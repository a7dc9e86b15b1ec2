package org.onecopy.storage.s3;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the server says of one object.
 *
 * @param etag as in the answer, with its quotes
 * @param modified when it was written, by the server's clock; null where the answer does not say
 * @param metadata empty where the answer has none
 */
record S3Object(
        String key, long length, String etag, @Nullable Instant modified, Map<String, String> metadata) {
    S3Object {
        metadata = Map.copyOf(metadata);
    }
}
