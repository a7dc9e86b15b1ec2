package org.onecopy.console.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class AuditQuestionTest {
    private static final Instant NOON = Instant.parse("2026-11-29T12:00:00Z");

    private static AuditQuestion since(String text) {
        return new AuditQuestion(false, "", "", text);
    }

    @Test
    void since_is_a_span_or_a_time() {
        assertThat(since("2h").from(NOON)).isEqualTo("2026-11-29T10:00:00Z");
        assertThat(since("2026-11-28T00:00:00Z").from(NOON)).isEqualTo("2026-11-28T00:00:00Z");
        assertThat(since(" ").from(NOON)).isNull();
        assertThatThrownBy(() -> since("2026-11-28T99").from(NOON)).hasMessageContaining("is no time");
        assertThat(since("yesterday").problem()).isNotEmpty();
        assertThat(since("7d").problem()).isEmpty();
    }

    @Test
    void is_typed_as_the_command_line_wants_it() {
        assertThat(AuditQuestion.ALL.cli()).isEqualTo("onecopy audit list");
        assertThat(new AuditQuestion(true, "token backup", "rule:photos", "2d").cli())
                .isEqualTo("onecopy audit list --denied --who 'token backup' --about rule:photos --since 2d");
    }
}
