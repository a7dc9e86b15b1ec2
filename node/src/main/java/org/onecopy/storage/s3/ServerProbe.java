package org.onecopy.storage.s3;

import java.util.Map;
import java.util.UUID;
import org.onecopy.problem.StorageException;
import org.onecopy.storage.s3.Bucket.Condition;
import org.onecopy.storage.s3.Bucket.Conditions;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** Finds out which conditions a server keeps, by breaking each of them once. Leaves nothing behind. */
final class ServerProbe {
    private static final Condition WRONG = new Condition("\"00000000000000000000000000000000\"");

    private final Bucket bucket;
    private final Keys keys;

    ServerProbe(Bucket bucket, Keys keys) {
        this.bucket = bucket;
        this.keys = keys;
    }

    Conditions run(boolean wanted) {
        if (!wanted) {
            return new Conditions(false, false);
        }
        String key = keys.work("probe-" + UUID.randomUUID());
        try {
            boolean first = put(key, Condition.ABSENT);
            boolean again = put(key, Condition.ABSENT);
            boolean wrong = put(key, WRONG);
            return new Conditions(first && !again && !wrong, keepsDeletions(key));
        } catch (StorageException e) {
            if (e.getCause() instanceof S3Exception answer && S3Faults.isNotImplemented(answer)) {
                return new Conditions(false, false);
            }
            throw e;
        } finally {
            bucket.deleteAny(key);
        }
    }

    private boolean put(String key, Condition condition) {
        return bucket.put(key, RequestBody.fromString("probe"), Map.of(), condition) != null;
    }

    private boolean keepsDeletions(String key) {
        try {
            bucket.client().deleteObject(r -> r.bucket(bucket.name()).key(key).ifMatch(WRONG.etag()));
            return false;
        } catch (S3Exception e) {
            return S3Faults.isConditionFailed(e);
        } catch (SdkException e) {
            throw S3Faults.of(e, "delete", bucket.show(key));
        }
    }
}
