package org.onecopy.storage.s3;

import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.onecopy.model.ProblemCode;
import org.onecopy.problem.StorageException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** What a server or the way to it refused, as problems that say what to do. */
final class S3Faults {
    /** The key itself, the clock or the region is wrong: nothing at all works, whatever the path. */
    private static final Set<String> OF_WHOLE_TREE = Set.of(
            "InvalidAccessKeyId",
            "SignatureDoesNotMatch",
            "ExpiredToken",
            "InvalidToken",
            "RequestTimeTooSkewed",
            "AuthorizationHeaderMalformed",
            "NoSuchBucket",
            "PermanentRedirect",
            "AllAccessDisabled",
            "AccountProblem");

    private static final Set<String> OF_SPACE = Set.of(
            "QuotaExceeded",
            "InsufficientStorage",
            "InsufficientCapacity",
            "StorageFull",
            "XMinioStorageFull",
            "EntityTooLarge");

    private S3Faults() {}

    /** Does something, with what the SDK throws in our words. */
    static <T extends @Nullable Object> T asking(String doing, String what, Supplier<T> request) {
        try {
            return request.get();
        } catch (SdkException e) {
            throw of(e, doing, what);
        }
    }

    /** Whether a condition of a write did not hold (412), or others wrote to the key at the same time (409). */
    static boolean isConditionFailed(S3Exception e) {
        return e.statusCode() == 412 || e.statusCode() == 409;
    }

    static boolean isMissing(S3Exception e) {
        return e.statusCode() == 404 && !code(e).equals("NoSuchBucket");
    }

    static boolean isNotImplemented(S3Exception e) {
        return e.statusCode() == 501 || code(e).equals("NotImplemented") || code(e).equals("InvalidArgument");
    }

    static StorageException of(SdkException e, String doing, String what) {
        if (e instanceof S3Exception answer) {
            ProblemCode code = problem(answer);
            return new StorageException(
                    code,
                    "cannot %s %s: the server answered %d %s; %s"
                            .formatted(doing, what, answer.statusCode(), code(answer), remedy(answer, code)),
                    e);
        }
        return new StorageException(
                ProblemCode.STORAGE_UNAVAILABLE,
                "cannot %s %s: %s; see whether the server is reachable and the credentials are there"
                        .formatted(doing, what, e.getMessage()),
                e);
    }

    /** Whether the server failed in itself, again and again, and did not say that it is busy or away. */
    static boolean isInternal(StorageException e) {
        return e.getCause() instanceof S3Exception answer && answer.statusCode() == 500;
    }

    /** The same where the server does other things: whatever is wrong with this path, others need not wait for it. */
    static StorageException ofOnePath(StorageException e) {
        return new StorageException(
                ProblemCode.STORAGE_FAILED,
                e.getMessage() + "; it answers other requests, so perhaps it cannot hold this key: see its log",
                e.getCause());
    }

    private static String code(S3Exception e) {
        String code = e.awsErrorDetails() == null ? null : e.awsErrorDetails().errorCode();
        return code == null ? "" : code;
    }

    private static ProblemCode problem(S3Exception e) {
        String code = code(e);
        int status = e.statusCode();
        if (OF_WHOLE_TREE.contains(code) || status == 301 || status == 307) {
            return ProblemCode.STORAGE_UNAVAILABLE;
        }
        if (OF_SPACE.contains(code) || status == 507) {
            return ProblemCode.STORAGE_NO_SPACE;
        }
        if (status == 401 || status == 403) {
            return ProblemCode.STORAGE_DENIED;
        }
        if (code.equals("KeyTooLongError")
                || code.equals("InvalidObjectName")
                || code.equals("XMinioInvalidObjectName")) {
            return ProblemCode.STORAGE_NAME_ILLEGAL;
        }
        return status == 429 || status >= 500 ? ProblemCode.STORAGE_UNAVAILABLE : ProblemCode.STORAGE_FAILED;
    }

    /** Where the bucket is, as far as the server says so. */
    private static String region(S3Exception e) {
        var details = e.awsErrorDetails();
        var answer = details == null ? null : details.sdkHttpResponse();
        return answer == null
                ? ""
                : answer.firstMatchingHeader("x-amz-bucket-region").orElse("");
    }

    private static String remedy(S3Exception e, ProblemCode code) {
        if (code(e).equals("NoSuchBucket")) {
            return "make the bucket, or correct storage.s3.bucket";
        }
        if (e.statusCode() == 301 || code(e).equals("AuthorizationHeaderMalformed")) {
            String region = region(e);
            return "set storage.s3.region to the bucket's" + (region.isEmpty() ? "" : ", " + region);
        }
        return switch (code) {
            case STORAGE_DENIED -> "give the node's identity the rights in docs/storages.md, on this prefix";
            case STORAGE_NO_SPACE -> "raise the quota of the bucket";
            case STORAGE_NAME_ILLEGAL -> "rename it to what this server can hold";
            case STORAGE_UNAVAILABLE -> "see the server's state, its keys and its clock";
            default -> "see the server's log";
        };
    }
}
