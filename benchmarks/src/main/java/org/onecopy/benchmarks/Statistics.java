package org.onecopy.benchmarks;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a list of figures comes to.
 *
 * @param count how many there are, at least one
 * @param median the middle one, or the mean of the two in the middle
 * @param p90 nearest rank; absent for fewer than {@link #TAIL_COUNT_MIN} figures
 * @param p99 nearest rank; absent for fewer than {@link #TAIL_COUNT_MIN} figures
 */
record Statistics(
        int count,
        double median,
        double minimum,
        double maximum,
        @Nullable Double p90,
        @Nullable Double p99) {
    /** With fewer figures a tail would only repeat the maximum. */
    static final int TAIL_COUNT_MIN = 20;

    /** @throws IllegalArgumentException where there are no figures */
    static Statistics of(List<Double> figures) {
        if (figures.isEmpty()) {
            throw new IllegalArgumentException("no figures");
        }
        List<Double> sorted = figures.stream().sorted().toList();
        int count = sorted.size();
        double median = (sorted.get((count - 1) / 2) + sorted.get(count / 2)) / 2;
        boolean tail = count >= TAIL_COUNT_MIN;
        return new Statistics(
                count,
                median,
                sorted.getFirst(),
                sorted.getLast(),
                tail ? rank(sorted, 90) : null,
                tail ? rank(sorted, 99) : null);
    }

    /** The smallest figure that at least this share of all do not exceed. */
    private static Double rank(List<Double> sorted, int percent) {
        int rank = (sorted.size() * percent + 99) / 100;
        return sorted.get(rank - 1);
    }
}
