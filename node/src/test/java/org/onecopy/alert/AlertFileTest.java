package org.onecopy.alert;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.onecopy.alert.AlertState.Begun;
import org.onecopy.alert.AlertState.Told;
import org.onecopy.model.RuleName;
import org.onecopy.model.ZoneName;
import org.onecopy.model.api.AlertCondition;
import org.onecopy.model.api.AlertSilence;

final class AlertFileTest {
    private static final AlertState STATE = new AlertState(
            List.of(
                    new Begun(
                            AlertCondition.LAG,
                            "photos:kyoto",
                            new ZoneName("kyoto"),
                            new RuleName("photos"),
                            312.5,
                            "behind",
                            Instant.parse("2026-11-20T12:00:00.123Z"),
                            Told.HERE,
                            Instant.EPOCH,
                            true),
                    new Begun(
                            AlertCondition.QUORUM_MARGIN,
                            "registry",
                            null,
                            null,
                            Double.NaN,
                            "unknown",
                            Instant.EPOCH,
                            Told.NOBODY,
                            null,
                            false)),
            List.of(new AlertSilence("lag:photos:kyoto", Instant.EPOCH, null)));

    @TempDir
    Path directory;

    @Test
    void keeps_what_it_is_given() {
        Path path = directory.resolve("alerts.json");
        assertThat(new AlertFile(path).load()).isEqualTo(AlertState.EMPTY);
        new AlertFile(path).store(STATE);
        assertThat(new AlertFile(path).load()).isEqualTo(STATE);
        assertThat(directory).isDirectoryNotContaining("glob:**.new");
    }

    @Test
    void begins_anew_where_the_file_is_broken() throws Exception {
        Path path = directory.resolve("alerts.json");
        for (String broken :
                List.of("", "{", "[]", "{\"alerts\":[{\"condition\":\"speed\"}]}", "null", "{\"alerts\":null}")) {
            Files.writeString(path, broken);
            AlertFile file = new AlertFile(path);
            assertThat(file.load()).as(broken).isEqualTo(AlertState.EMPTY);
            file.store(STATE);
            assertThat(new AlertFile(path).load()).isEqualTo(STATE);
        }
    }
}
