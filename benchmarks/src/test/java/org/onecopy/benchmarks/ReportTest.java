package org.onecopy.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.onecopy.model.ApiJson;

final class ReportTest {
    private static final Outcome OUTCOME = new Outcome(
            "large-file",
            "one file",
            List.of(Series.of("ours", "MB/s", List.of(3.0, 1.0, 2.0))),
            List.of(
                    Verdict.of("rate", 0.995, Verdict.Sense.AT_LEAST, 1, ""),
                    Verdict.of("time", 1.5, Verdict.Sense.AT_MOST, 1.5, ""),
                    Verdict.of("memory", 400, Verdict.Sense.UNDER, 400, "MB")),
            List.of("a note"));

    @Test
    void shows_figures_and_whether_targets_are_met() {
        assertThat(Report.text(OUTCOME).lines().map(line -> line.strip().replaceAll(" +", " ")))
                .contains(
                        "ours 3 2 - - 1 3 MB/s",
                        "rate 0.995 at least 1 MISSED",
                        "time 1.50 at most 1.50 met",
                        "memory 400 under 400 MB MISSED",
                        "a note");
    }

    @Test
    void keeps_three_digits_that_matter() {
        assertThat(List.of(Report.number(1234.4), Report.number(12.345), Report.number(1.2345), Report.number(0.01234)))
                .containsExactly("1234", "12.3", "1.23", "0.012");
    }

    @Test
    void keeps_all_figures_for_machines() throws IOException {
        Machine machine = new Machine(2, "a processor", "8 GB", "ext4", "Linux 6", "25", 0.5);
        JsonNode json = ApiJson.lenient().readTree(new Report(machine, List.of(OUTCOME)).json());
        JsonNode series = json.at("/outcomes/0/series/0");
        assertThat(series.at("/figures")).hasSize(3);
        assertThat(series.at("/statistics/median").asDouble()).isEqualTo(2);
        assertThat(json.at("/outcomes/0/verdicts/0/met").asBoolean()).isFalse();
        assertThat(json.at("/machine/fileSystem").asText()).isEqualTo("ext4");
    }
}
