package org.onecopy.storage.s3;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.UUID;
import org.onecopy.model.ProblemCode;
import org.onecopy.problem.StorageException;
import org.onecopy.storage.ObjectIdentity;
import software.amazon.awssdk.core.sync.RequestBody;

/**
 * The object that says which tree this is: a bucket has no identity that would tell it from another one with its name, or from itself
 * emptied (H42). Made at the first opening, by whoever comes first.
 */
final class ZoneMark {
    private static final int LENGTH_MAX = 100;

    private final Bucket bucket;
    private final Keys keys;

    ZoneMark(Bucket bucket, Keys keys) {
        this.bucket = bucket;
        this.keys = keys;
    }

    boolean isThere() {
        return bucket.head(keys.zone()) != null;
    }

    void makeWhereMissing() {
        if (!isThere()) {
            bucket.put(
                    keys.zone(),
                    RequestBody.fromString(UUID.randomUUID().toString()),
                    Map.of(),
                    Bucket.Condition.ABSENT);
        }
    }

    /** @throws StorageException {@code STORAGE_UNAVAILABLE} where it is gone */
    ObjectIdentity identity() {
        byte[] mark = bucket.read(keys.zone());
        if (mark == null || mark.length > LENGTH_MAX) {
            throw new StorageException(
                    ProblemCode.STORAGE_UNAVAILABLE,
                    "%s is gone, which says which tree this is; put the bucket's former content back, or remove the zone from the rule and add it again"
                            .formatted(bucket.show(keys.zone())),
                    null);
        }
        return new ObjectIdentity("s3." + new String(mark, StandardCharsets.UTF_8));
    }
}
