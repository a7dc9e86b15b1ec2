package org.onecopy.benchmarks;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.onecopy.cli.Table;
import org.onecopy.model.ApiJson;

/**
 * All of a run, for machines.
 *
 * @param outcomes in the order in which they were measured
 */
record Report(Machine machine, List<Outcome> outcomes) {
    Report {
        outcomes = List.copyOf(outcomes);
    }

    String json() throws JsonProcessingException {
        return ApiJson.strict().writerWithDefaultPrettyPrinter().writeValueAsString(this);
    }

    /** What the figures were measured on, for people. */
    static String text(Machine machine) {
        return "%d cores (%s), %s of memory, %s, %s, Java %s, load average %s"
                .formatted(
                        machine.cores(),
                        machine.processor(),
                        machine.memory(),
                        machine.fileSystem(),
                        machine.kernel(),
                        machine.java(),
                        number(machine.load()));
    }

    /** One measurement, for people. */
    static String text(Outcome outcome) {
        Table figures = Table.of("", ">RUNS", ">MEDIAN", ">P90", ">P99", ">MINIMUM", ">MAXIMUM", "UNIT");
        for (Series series : outcome.series()) {
            Statistics of = series.statistics();
            figures.row(
                    series.what(),
                    of.count(),
                    number(of.median()),
                    number(of.p90()),
                    number(of.p99()),
                    number(of.minimum()),
                    number(of.maximum()),
                    series.unit());
        }
        Table targets = Table.of("", ">FIGURE", "TARGET", "");
        for (Verdict verdict : outcome.verdicts()) {
            targets.row(verdict.what(), number(verdict.figure()), verdict.target(), verdict.met() ? "met" : "MISSED");
        }
        return outcome.name() + ": " + outcome.title() + "\n" + figures.render() + targets.render()
                + String.join(
                        "",
                        outcome.notes().stream().map(note -> "  " + note + "\n").toList());
    }

    /** Three digits that matter, never an exponent. */
    static String number(@Nullable Double figure) {
        if (figure == null) {
            return "";
        }
        double size = Math.abs(figure);
        int decimals = size >= 100 || figure == Math.rint(figure) ? 0 : size >= 10 ? 1 : size >= 1 ? 2 : 3;
        return String.format(Locale.ROOT, "%." + decimals + "f", figure);
    }
}
