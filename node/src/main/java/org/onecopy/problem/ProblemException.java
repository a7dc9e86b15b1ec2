package org.onecopy.problem;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.onecopy.model.ProblemCode;

/**
 * Something was refused or failed. Carries a stable code, a message that says what happened, to which path in which zone, and
 * what to do, and the data of the problem as fields.
 */
public sealed class ProblemException extends RuntimeException permits StorageException {
    private static final long serialVersionUID = 1L;

    private final ProblemCode code;
    private final transient Map<String, Object> data;

    public ProblemException(ProblemCode code, String message) {
        this(code, message, Map.of(), null);
    }

    public ProblemException(ProblemCode code, String message, @Nullable Throwable cause) {
        this(code, message, Map.of(), cause);
    }

    /** @param data further fields of the problem document: names to strings, numbers, lists or maps of these */
    public ProblemException(ProblemCode code, String message, Map<String, Object> data, @Nullable Throwable cause) {
        super(message, cause);
        this.code = code;
        this.data = Map.copyOf(data);
    }

    public ProblemCode code() {
        return code;
    }

    public Map<String, Object> data() {
        return data;
    }
}
