package org.onecopy.benchmarks;

import java.util.List;

/**
 * The figures of one thing, in the order in which they were measured.
 *
 * @param what for people
 * @param unit of every figure
 */
record Series(String what, String unit, List<Double> figures, Statistics statistics) {
    Series {
        figures = List.copyOf(figures);
    }

    /** @throws IllegalArgumentException where there are no figures */
    static Series of(String what, String unit, List<Double> figures) {
        return new Series(what, unit, figures, Statistics.of(figures));
    }
}
