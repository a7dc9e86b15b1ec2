package org.onecopy.network.induction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.onecopy.model.ProblemCode;
import org.onecopy.model.ZoneName;
import org.onecopy.problem.ProblemException;

@DisplayName("H71: tickets as they are handed over")
final class TicketTextTest {
    private final TicketText ticket = new TicketText(
            new UUID(1, 2),
            "ab".repeat(32),
            new UUID(3, 4),
            TicketText.newSecret(),
            new ZoneName("lyon"),
            Instant.parse("2030-01-02T03:04:05Z"),
            List.of("10.0.0.1:8082", "[2001:db8::1]:8082"));

    @Test
    void is_one_line_that_reads_back() {
        String text = ticket.text();
        assertThat(text).matches("onecopy-1\\.[A-Za-z0-9_-]+").hasSizeLessThan(700);
        assertThat(TicketText.parse("  " + text + "\n")).isEqualTo(ticket);
    }

    @Test
    void notices_every_letter_that_changed_and_every_end_that_is_missing() {
        String text = ticket.text();
        for (int i = 0; i < text.length(); i++) {
            char[] letters = text.toCharArray();
            letters[i] = letters[i] == 'k' ? 'j' : 'k';
            refused(new String(letters));
            refused(text.substring(0, i));
        }
        refused("");
    }

    @Test
    void shows_no_secret() {
        assertThat(ticket.toString()).doesNotContain(ticket.secret());
        assertThat(TicketText.digest(ticket.secret())).hasSize(64).isNotEqualTo(TicketText.digest("another"));
    }

    private static void refused(String text) {
        assertThatThrownBy(() -> TicketText.parse(text))
                .isInstanceOfSatisfying(
                        ProblemException.class, e -> assertThat(e.code()).isEqualTo(ProblemCode.TICKET_INVALID));
    }
}
