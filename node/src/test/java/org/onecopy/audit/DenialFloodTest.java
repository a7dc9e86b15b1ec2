package org.onecopy.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.onecopy.model.NodeId;
import org.onecopy.model.audit.AuditAct;
import org.onecopy.model.audit.AuditKind;
import org.onecopy.people.MovableClock;

/** A flood is noted as a number. */
final class DenialFloodTest {
    private final MovableClock clock = new MovableClock();
    private final DenialFlood flood = new DenialFlood(clock::nanos);
    private final List<AuditAct> noted = new ArrayList<>();

    static AuditAct denial(String from, String outcome) {
        return new AuditAct(
                UUID.randomUUID(),
                Instant.EPOCH,
                new NodeId("oslo-1"),
                AuditKind.DENIED,
                null,
                from,
                "users",
                "GET /api/v1/users",
                List.of(),
                outcome,
                1,
                null);
    }

    private void deny(int times, String from, String outcome) {
        for (int i = 0; i < times; i++) {
            noted.addAll(flood.add(denial(from, outcome)));
        }
    }

    @Test
    void notes_some_of_one_kind_and_the_number_of_the_others_when_their_minute_is_over() {
        deny(20, "10.0.0.1", "unauthenticated");
        deny(1, "10.0.0.2", "unauthenticated");
        deny(1, "10.0.0.1", "forbidden");
        assertThat(noted).hasSize(DenialFlood.EACH_MAX + 2);
        assertThat(flood.passed()).isEmpty();
        clock.pass(Duration.ofMinutes(1));
        assertThat(flood.passed()).singleElement().satisfies(more -> {
            assertThat(more.count()).isEqualTo(15);
            assertThat(more.from()).isEqualTo("10.0.0.1");
            assertThat(more.outcome()).isEqualTo("unauthenticated");
            assertThat(more.route()).isEqualTo("more");
        });
        deny(1, "10.0.0.1", "unauthenticated");
        assertThat(noted).hasSize(DenialFlood.EACH_MAX + 3);
    }

    @Test
    void the_next_denial_brings_the_numbers_too() {
        deny(7, "10.0.0.1", "unauthenticated");
        clock.pass(Duration.ofMinutes(2));
        assertThat(flood.add(denial("10.0.0.1", "unauthenticated")))
                .extracting(AuditAct::count)
                .containsExactly(2, 1);
    }

    @Test
    void many_addresses_do_not_get_around_it() {
        for (int i = 0; i < 1000; i++) {
            deny(2, "10.0." + i / 250 + "." + i % 250, "unauthenticated");
        }
        assertThat(noted).hasSize(DenialFlood.ALL_MAX);
        clock.pass(Duration.ofMinutes(1));
        List<AuditAct> numbers = flood.passed();
        assertThat(numbers)
                .singleElement()
                .satisfies(more -> assertThat(more.from()).isNull());
        assertThat(noted.size() + numbers.getFirst().count()).isEqualTo(2000);
    }
}
