package org.onecopy.benchmarks;

import org.jspecify.annotations.Nullable;

/** A measurement could not be made, or found wrong data. The message says what happened and, where it is known, what to do. */
final class BenchmarkFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    BenchmarkFailure(String message) {
        this(message, null);
    }

    BenchmarkFailure(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
