package org.onecopy.handover;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.onecopy.core.shown.Cursor;
import org.onecopy.core.shown.ShownTables;
import org.onecopy.core.shown.ShownTables.IdentityKey;
import org.onecopy.core.table.Change;
import org.onecopy.handover.Handover.Writer;
import org.onecopy.index.Batch;
import org.onecopy.index.MemoryTableStore;
import org.onecopy.index.Schema;
import org.onecopy.location.LocalRecords;
import org.onecopy.model.NodeId;
import org.onecopy.model.RuleId;
import org.onecopy.model.Version;
import org.onecopy.transfer.ContentClient;
import org.onecopy.transfer.ContentServer;
import org.onecopy.transfer.ContentSource;
import org.onecopy.transfer.PeerAccess;
import org.onecopy.transfer.TestAuthority;

/** The local records of two nodes of a zone, over real connections. */
final class HandoverTest {
    private static final RuleId RULE = new RuleId(7);
    private static final RuleId OTHER_RULE = new RuleId(8);
    private static final NodeId WRITER = new NodeId("oslo-1");

    private final TestAuthority authority = new TestAuthority();
    private final MemoryTableStore writersStore = new MemoryTableStore(Schema.SHOWN);
    private final MemoryTableStore followersStore = new MemoryTableStore(Schema.SHOWN);
    private final List<NodeId> whole = new CopyOnWriteArrayList<>();
    private final AtomicReference<Optional<Writer>> agreed = new AtomicReference<>(Optional.empty());
    private final List<AutoCloseable> open = new ArrayList<>();
    private Handover writer;
    private Handover follower;
    private ContentServer server;

    @BeforeEach
    void begin() {
        writer = new Handover(writersStore, client("oslo-1"), request -> isOf(ContentServer.peer(request), "CN=oslo"));
        server = new ContentServer(
                ContentServer.Settings.at("127.0.0.1", 0),
                authority.node("oslo-1"),
                everybody(),
                key -> new ContentSource.Found.Unknown(),
                List.of(writer));
        server.start();
        follower = new Handover(followersStore, client("oslo-2"), request -> false);
        open.addAll(List.of(follower, writer, server));
    }

    @AfterEach
    void end() throws Exception {
        for (AutoCloseable each : open) {
            each.close();
        }
    }

    private ContentClient client(String name) {
        ContentClient client = new ContentClient(
                ContentClient.Settings.DEFAULT, authority.node(name), chain -> isOf(chain, "CN=oslo"));
        open.add(client);
        return client;
    }

    private static boolean isOf(List<X509Certificate> chain, String prefix) {
        return chain.getFirst().getSubjectX500Principal().getName().startsWith(prefix);
    }

    private static PeerAccess everybody() {
        return new PeerAccess() {
            @Override
            public boolean admits(List<X509Certificate> chain) {
                return true;
            }

            @Override
            public boolean mayRead(List<X509Certificate> chain, RuleId rule) {
                return true;
            }
        };
    }

    private void writesElsewhere() {
        agreed.set(Optional.of(new Writer(WRITER, "127.0.0.1:" + server.port(), 3)));
    }

    private static List<Change> commit(long number) {
        return List.of(
                new Change.Row<>(ShownTables.IDENTITIES, new IdentityKey(RULE, "n" + number), number),
                new Change.Row<>(
                        ShownTables.CURSORS,
                        RULE,
                        Cursor.START.withEpoch(3).withNextNumber(number + 1).withJoined(true)));
    }

    private Long copied(long number) {
        return followersStore.get(ShownTables.IDENTITIES, new IdentityKey(RULE, "n" + number));
    }

    @Test
    void copies_all_records_of_the_rule_first_and_then_every_commit() {
        LocalRecords.Store records = writer.storeOf(RULE);
        for (long n = 1; n <= 3000; n++) {
            writersStore.write(commit(n), false); // committed before anybody followed
        }
        writersStore.write(
                List.of(new Change.Row<>(ShownTables.IDENTITIES, new IdentityKey(OTHER_RULE, "other"), 1L)), false);
        followersStore.write(
                List.of(new Change.Row<>(ShownTables.IDENTITIES, new IdentityKey(RULE, "stale"), 1L)), false);
        records.begin();
        writesElsewhere();
        follower.follow(RULE, agreed::get, whole::add);
        await().until(() -> whole.contains(WRITER));
        assertThat(copied(1)).isEqualTo(1);
        assertThat(copied(3000)).isEqualTo(3000);
        assertThat(followersStore.get(ShownTables.IDENTITIES, new IdentityKey(RULE, "stale")))
                .isNull();
        assertThat(followersStore.get(ShownTables.IDENTITIES, new IdentityKey(OTHER_RULE, "other")))
                .as("of another rule")
                .isNull();
        records.write(commit(3001), true);
        records.write(List.of(new Change.Row<>(ShownTables.IDENTITIES, new IdentityKey(RULE, "n1"), null)), false);
        await().until(() -> copied(1) == null);
        assertThat(copied(3001)).isEqualTo(3001);
        Cursor cursor = followersStore.get(ShownTables.CURSORS, RULE);
        assertThat(cursor.nextNumber()).isEqualTo(3002);
        assertThat(cursor.copied()).isTrue();
    }

    @Test
    void ends_with_the_same_records_although_the_writer_goes_on_during_the_copy() {
        LocalRecords.Store records = writer.storeOf(RULE);
        for (long n = 1; n <= 5000; n++) {
            writersStore.write(commit(n), false);
        }
        records.begin();
        writesElsewhere();
        follower.follow(RULE, agreed::get, whole::add);
        for (long n = 5001; n <= 8000; n++) {
            records.write(commit(n), false);
            records.write(
                    List.of(new Change.Row<>(ShownTables.IDENTITIES, new IdentityKey(RULE, "n" + (n - 5000)), null)),
                    false);
        }
        await().atMost(Duration.ofSeconds(30)).until(() -> copied(8000) != null && copied(3000) == null);
        for (long n = 1; n <= 8000; n++) {
            assertThat(copied(n)).as("row " + n).isEqualTo(n <= 3000 ? null : (Long) n);
        }
    }

    @Test
    void copies_nothing_once_this_node_is_the_writer_itself() {
        LocalRecords.Store records = writer.storeOf(RULE);
        records.begin();
        records.write(commit(1), false);
        writesElsewhere();
        follower.follow(RULE, agreed::get, whole::add);
        await().until(() -> copied(1) != null);
        LocalRecords.Store own = follower.storeOf(RULE);
        own.begin();
        own.write(commit(50), false);
        records.write(commit(2), false);
        own.end();
        assertThat(copied(2)).isNull();
        assertThat(copied(50)).isEqualTo(50);
        await().until(() -> copied(2) != null); // it follows again, from a whole copy
        assertThat(copied(50)).isNull();
    }

    @Test
    void gives_records_to_nodes_of_the_same_zone_only() {
        writer.storeOf(RULE).begin();
        writer.storeOf(RULE).write(commit(1), false);
        writesElsewhere();
        ContentClient stranger =
                new ContentClient(ContentClient.Settings.DEFAULT, authority.node("lyon-1"), chain -> true);
        open.add(stranger);
        org.assertj.core.api.Assertions.assertThatThrownBy(
                        () -> stranger.open("127.0.0.1:" + server.port(), "/records/7/3"))
                .hasMessageContaining("403");
    }

    @Test
    void asks_nobody_but_nodes_of_the_same_zone() {
        ContentServer elsewhere = new ContentServer(
                ContentServer.Settings.at("127.0.0.1", 0),
                authority.node("lyon-1"),
                everybody(),
                key -> new ContentSource.Found.Unknown(),
                List.of());
        open.add(elsewhere);
        elsewhere.start();
        // The connection ends before a request is sent; a server that was asked would have answered that it has no such
        // thing.
        org.assertj.core.api.Assertions.assertThatThrownBy(
                        () -> client("oslo-2").open("127.0.0.1:" + elsewhere.port(), "/records/7/3"))
                .isInstanceOfSatisfying(
                        org.onecopy.problem.ProblemException.class,
                        refused ->
                                assertThat(refused.code()).isEqualTo(org.onecopy.model.ProblemCode.ZONE_UNREACHABLE));
    }

    @Test
    void a_follower_that_is_too_slow_loses_the_stream_and_the_writer_never_waits() throws InterruptedException {
        RecordFeed feed = new RecordFeed(writersStore, 10_000);
        long from = feed.follow();
        for (long n = 1; n <= 1000; n++) {
            feed.write(Batch.of(Schema.SHOWN, commit(n)), false);
        }
        assertThat(feed.after(from, 10, 0)).isNull();
        assertThat(feed.after(999, 10, 0)).hasSize(1);
        assertThat(feed.after(1000, 10, 0)).isEmpty();
        feed.close();
        assertThat(feed.after(1000, 10, 1000)).isNull();
    }

    @Test
    void keeps_no_commits_while_nobody_follows() throws InterruptedException {
        RecordFeed feed = new RecordFeed(writersStore, 10_000);
        feed.write(Batch.of(Schema.SHOWN, commit(1)), false);
        assertThat(feed.after(0, 10, 0)).isNull();
        assertThat(feed.last()).isEqualTo(1);
        assertThat(writersStore.get(ShownTables.CURSORS, RULE).lowWater()).isEqualTo(Version.NONE);
    }

    @Test
    void a_copy_begins_without_rows_but_the_node_knows_its_own_location_and_checks() {
        List<String> forgotten = ShownTables.forgetting(RULE).stream()
                .map(change -> ((Change.Range<?, ?>) change).table().name())
                .toList();
        assertThat(forgotten)
                .containsExactlyInAnyOrderElementsOf(ShownTables.ALL.stream()
                        .filter(table -> table != ShownTables.LOCATIONS
                                && table != ShownTables.CHECK_ITEMS
                                && table != ShownTables.CHECK_PROGRESS
                                && table != ShownTables.REPAIR_LEFT
                                && table != ShownTables.REPAIR_PROGRESS)
                        .map(table -> table.name())
                        .toList());
    }
}
