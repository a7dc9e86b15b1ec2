package org.onecopy.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.onecopy.admin.events.EventLog;
import org.onecopy.admin.events.EventSubscription;
import org.onecopy.admin.events.NewEvent;
import org.onecopy.model.NodeId;
import org.onecopy.model.api.EventView;
import org.onecopy.model.api.Listing;
import org.onecopy.model.client.AdminClient;

/** What happened is kept, numbered and handed out without gaps. */
final class EventsTest {
    @TempDir
    Path directory;

    private EventLog open() {
        return EventLog.open(directory.resolve("events"), new NodeId("oslo-1"), Clock.systemUTC());
    }

    private static List<Long> ids(Listing<EventView> listing) {
        return listing.items().stream().map(EventView::id).toList();
    }

    @Test
    void counts_on_over_restarts_even_when_the_last_line_is_cut() throws Exception {
        try (EventLog log = open()) {
            assertThat(log.append(NewEvent.info("node-started", "a")).id()).isEqualTo(1);
            assertThat(log.append(NewEvent.info("node-started", "b").in(FakeNode.OSLO))
                            .id())
                    .isEqualTo(2);
        }
        Files.writeString(directory.resolve("events/events.jsonl"), "{\"id\":3,\"ti", StandardOpenOption.APPEND);
        try (EventLog log = open()) {
            assertThat(ids(log.list(null, 10))).containsExactly(1L, 2L);
            assertThat(log.append(NewEvent.error("disk-full", "c")).id()).isEqualTo(1_001);
        }
        try (EventLog log = open()) {
            assertThat(ids(log.list(null, 10))).containsExactly(1L, 2L, 1_001L);
            assertThat(log.append(NewEvent.info("x", "d")).id()).isEqualTo(2_001);
        }
    }

    @Test
    void lists_from_an_id_or_the_last_ones() {
        try (EventLog log = open()) {
            for (int i = 0; i < 10; i++) {
                log.append(NewEvent.info("x", "" + i));
            }
            assertThat(ids(log.list(null, 3))).containsExactly(8L, 9L, 10L);
            assertThat(ids(log.list(4L, 3))).containsExactly(5L, 6L, 7L);
            assertThat(log.list(4L, 3).total()).isEqualTo(6);
            assertThat(ids(log.list(10L, 3))).isEmpty();
        }
    }

    @Test
    void keeps_a_limit_in_memory() {
        try (EventLog log = open()) {
            for (int i = 0; i < EventLog.KEPT_MAX + 5; i++) {
                log.append(NewEvent.info("x", "m"));
            }
            assertThat(log.list(0L, 1).items().getFirst().id()).isEqualTo(6);
            assertThat(log.list(0L, 1).total()).isEqualTo(EventLog.KEPT_MAX);
        }
    }

    @Test
    void drops_a_listener_that_is_too_slow_and_tells_it() throws Exception {
        try (EventLog log = open()) {
            EventSubscription slow = log.subscribe(null);
            for (int i = 0; i < EventSubscription.WAITING_MAX + 1; i++) {
                log.append(NewEvent.info("x", "m"));
            }
            assertThat(slow.isDropped()).isTrue();
            for (int i = 1; i <= EventSubscription.WAITING_MAX; i++) {
                assertThat(slow.next(Duration.ZERO).id()).isEqualTo(i);
            }
            assertThat(slow.isOver()).isTrue();
            assertThat(slow.next(Duration.ZERO)).isNull();
        }
    }

    @Test
    void lets_only_so_many_listen() {
        try (EventLog log = open()) {
            for (int i = 0; i < EventLog.SUBSCRIPTIONS_MAX; i++) {
                assertThat(log.subscribe(null)).isNotNull();
            }
            assertThat(log.subscribe(null)).isNull();
        }
    }

    @Test
    void gives_all_it_has_to_who_comes_with_an_id_from_a_lost_log() throws Exception {
        try (EventLog log = open()) {
            log.append(NewEvent.info("x", "m"));
            assertThat(log.subscribe(90_000L).next(Duration.ZERO).id()).isEqualTo(1);
        }
    }

    @Test
    void resumes_a_stream_where_it_broke() {
        try (AdminFixture fixture = new AdminFixture(directory)) {
            fixture.events.append(NewEvent.info("x", "before"));
            List<EventView> seen = new CopyOnWriteArrayList<>();
            AdminClient first = fixture.client();
            Thread reader = follow(first, 0L, seen);
            await().until(() -> seen.size() == 1);
            fixture.events.append(
                    NewEvent.warning("x", "live").of(FakeNode.DEMO).at("a\nb"));
            await().until(() -> seen.size() == 2);
            first.close();
            await().until(() -> !reader.isAlive());

            fixture.events.append(NewEvent.info("x", "missed"));
            try (AdminClient second = fixture.client()) {
                follow(second, seen.getLast().id(), seen);
                await().until(() -> seen.size() == 3);
                fixture.events.append(NewEvent.info("x", "again live"));
                await().until(() -> seen.size() == 4);
            }
            assertThat(seen).extracting(EventView::message).containsExactly("before", "live", "missed", "again live");
            assertThat(seen.get(1).path()).isEqualTo("a\nb");
        }
    }

    @Test
    void ends_streams_when_the_node_stops() {
        AdminFixture fixture = new AdminFixture(directory);
        try (AdminClient client = fixture.client()) {
            fixture.events.append(NewEvent.info("x", "m"));
            List<EventView> seen = new CopyOnWriteArrayList<>();
            Thread reader = follow(client, 0L, seen);
            await().until(() -> seen.size() == 1);
            long before = System.nanoTime();
            fixture.close();
            await().until(() -> !reader.isAlive());
            assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(5));
        }
    }

    private static Thread follow(AdminClient client, long after, List<EventView> seen) {
        return Thread.ofVirtual().start(() -> {
            try {
                client.follow(after, seen::add);
            } catch (RuntimeException e) {
                // The test ends the stream by closing the client or the node.
            }
        });
    }
}
