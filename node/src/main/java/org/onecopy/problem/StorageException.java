package org.onecopy.problem;

import org.jspecify.annotations.Nullable;
import org.onecopy.model.ProblemCode;

/**
 * A zone's storage could not do a step. The code is one of {@code STORAGE_*}; the message names the path and the remedy.
 * {@code STORAGE_UNAVAILABLE} and {@code STORAGE_ROOT_CHANGED} concern the whole tree, the others the one path.
 */
public final class StorageException extends ProblemException {
    private static final long serialVersionUID = 1L;

    public StorageException(ProblemCode code, String message, @Nullable Throwable cause) {
        super(code, message, cause);
    }

    /** Whether the whole tree is out of reach, so that nothing may be concluded from what is missing in it. */
    public boolean concernsWholeTree() {
        return code() == ProblemCode.STORAGE_UNAVAILABLE || code() == ProblemCode.STORAGE_ROOT_CHANGED;
    }
}
