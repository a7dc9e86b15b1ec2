package org.onecopy.storage.hadoop;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.Locale;
import org.apache.hadoop.fs.ParentNotDirectoryException;
import org.apache.hadoop.ipc.RemoteException;
import org.jspecify.annotations.Nullable;
import org.onecopy.model.ProblemCode;
import org.onecopy.problem.StorageException;

/** What Hadoop threw, as problems that say what to do. Servers name their exceptions; not all of those are classes here. */
final class Faults {
    private static final int CAUSES_MAX = 10;

    private Faults() {}

    /** Something that asks the file system. */
    interface Call<T> {
        T run() throws IOException;
    }

    /** Something that asks the file system and may find nothing. */
    interface Search<T> {
        @Nullable
        T run() throws IOException;
    }

    /** Something that asks the file system and has no answer. */
    interface Action {
        void run() throws IOException;
    }

    /**
     * Asks.
     *
     * @param doing what is tried, to follow "cannot"
     */
    static <T> T ask(String doing, String path, Call<T> call) {
        try {
            return call.run();
        } catch (IOException e) {
            throw of(e, doing, path);
        }
    }

    /** As {@link #ask}; null where nothing was found. */
    static <T> @Nullable T seek(String doing, String path, Search<T> search) {
        try {
            return search.run();
        } catch (IOException e) {
            throw of(e, doing, path);
        }
    }

    /** As {@link #ask}, without an answer. */
    static void tell(String doing, String path, Action action) {
        try {
            action.run();
        } catch (IOException e) {
            throw of(e, doing, path);
        }
    }

    static StorageException of(IOException failure, String doing, String path) {
        ProblemCode code = code(failure);
        String message = "cannot %s %s: %s; %s".formatted(doing, path, text(failure), remedy(failure, code));
        return new StorageException(code, message, failure);
    }

    /** Whether an exception means that there is nothing at a path, or that something above it is no directory. */
    static boolean isMissing(IOException failure) {
        return failure instanceof FileNotFoundException
                || failure instanceof ParentNotDirectoryException
                || name(failure).equals("ParentNotDirectoryException")
                || text(failure).contains("(is not a directory)");
    }

    /** Whether an exception means that the process lacks a right. */
    static boolean isDenied(IOException failure) {
        return code(failure) == ProblemCode.STORAGE_DENIED;
    }

    /** The exception's own name, as the server gave it, without package. */
    private static String name(Throwable failure) {
        String full = failure instanceof RemoteException remote
                ? String.valueOf(remote.getClassName())
                : failure.getClass().getName();
        return full.substring(Math.max(full.lastIndexOf('.'), full.lastIndexOf('$')) + 1);
    }

    /** The first line: servers send their stack traces along. */
    private static String text(Throwable failure) {
        String message = String.valueOf(failure.getMessage());
        int end = message.indexOf('\n');
        return end < 0 ? message : message.substring(0, end);
    }

    static ProblemCode code(IOException failure) {
        Throwable at = failure;
        for (int depth = 0; at != null && depth < CAUSES_MAX; depth++) {
            ProblemCode code = codeOf(at);
            if (code != ProblemCode.STORAGE_FAILED) {
                return code;
            }
            at = at.getCause();
        }
        return ProblemCode.STORAGE_FAILED;
    }

    private static ProblemCode codeOf(Throwable failure) {
        return switch (name(failure)) {
            case "AccessControlException", "AccessDeniedException" ->
                text(failure).contains("(is not a directory)")
                        ? ProblemCode.STORAGE_FAILED
                        : ProblemCode.STORAGE_DENIED;
            case "SafeModeException",
                    "StandbyException",
                    "ObserverRetryOnActiveException",
                    "RetriableException",
                    "ConnectException",
                    "ConnectTimeoutException",
                    "SocketTimeoutException",
                    "SocketException",
                    "NoRouteToHostException",
                    "UnknownHostException",
                    "EOFException",
                    "SaslException",
                    "KerberosAuthException",
                    "LoginException",
                    "InvalidToken",
                    "ClosedChannelException" -> ProblemCode.STORAGE_UNAVAILABLE;
            case "QuotaExceededException",
                    "DSQuotaExceededException",
                    "NSQuotaExceededException",
                    "QuotaByStorageTypeExceededException",
                    "ClusterStorageCapacityExceededException",
                    "MaxDirectoryItemsExceededException",
                    "DiskOutOfSpaceException" -> ProblemCode.STORAGE_NO_SPACE;
            case "PathComponentTooLongException",
                    "IllegalNameException",
                    "InvalidPathException",
                    "InvalidPathNameException" -> ProblemCode.STORAGE_NAME_ILLEGAL;
            default -> codeOf(text(failure));
        };
    }

    /** Some have no exception of their own. */
    private static ProblemCode codeOf(String text) {
        if (text.contains("There are 0 datanode(s) running") || text.contains("Filesystem closed")) {
            return ProblemCode.STORAGE_UNAVAILABLE;
        }
        if (text.contains("could only be written to 0 of") || text.contains("could only be replicated to 0")) {
            return ProblemCode.STORAGE_NO_SPACE;
        }
        if (text.contains("is a reserved name")
                || text.startsWith("Invalid path name")
                || text.contains("Pathname too long")) {
            return ProblemCode.STORAGE_NAME_ILLEGAL;
        }
        return ProblemCode.STORAGE_FAILED;
    }

    private static String remedy(IOException failure, ProblemCode code) {
        String name = name(failure).toLowerCase(Locale.ROOT);
        return switch (code) {
            case STORAGE_DENIED -> "give the node's user the right on it and on the directories above";
            case STORAGE_NO_SPACE ->
                name.contains("quota")
                        ? "raise the quota (hdfs dfsadmin) or free space"
                        : "see which DataNodes are alive and have space (hdfs dfsadmin -report)";
            case STORAGE_NAME_ILLEGAL -> "rename it to what this file system can hold";
            case STORAGE_UNAVAILABLE ->
                name.contains("safemode")
                        ? "it goes on by itself once the NameNode has left safe mode"
                        : "see whether the file system's servers are alive and reachable, and whether the node may log in;"
                                + " it is tried again";
            default -> "see the logs of the file system's servers; it is tried again";
        };
    }

    /** Something that Onecopy does not replicate has the name that a step needs. */
    static StorageException taken(String doing, String path) {
        return new StorageException(
                ProblemCode.STORAGE_FAILED,
                "cannot %s %s: a link has this name; rename or remove it".formatted(doing, path),
                null);
    }
}
