package org.onecopy.model.client;

import java.util.Objects;
import org.onecopy.model.api.Problem;

/** The node refused or failed, and said why. */
public final class ProblemResponseException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Problem problem;

    public ProblemResponseException(Problem problem) {
        super(problem.code() + ": " + problem.detail());
        this.problem = problem;
    }

    /** What the node said. */
    public Problem problem() {
        return Objects.requireNonNull(problem, "a problem does not travel by Java serialization");
    }
}
