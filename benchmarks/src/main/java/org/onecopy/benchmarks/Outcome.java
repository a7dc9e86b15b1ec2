package org.onecopy.benchmarks;

import java.util.List;

/**
 * What a measurement found.
 *
 * @param name as {@code --only} names it
 * @param title what was done, in one line
 * @param notes how to read the figures
 */
record Outcome(String name, String title, List<Series> series, List<Verdict> verdicts, List<String> notes) {
    Outcome {
        series = List.copyOf(series);
        verdicts = List.copyOf(verdicts);
        notes = List.copyOf(notes);
    }
}
