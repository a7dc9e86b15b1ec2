package org.onecopy.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.onecopy.core.namespace.Inode;
import org.onecopy.core.namespace.RuleRow;
import org.onecopy.core.namespace.Tables;
import org.onecopy.core.namespace.Tables.JournalKey;
import org.onecopy.core.table.TableView;
import org.onecopy.index.rocks.RocksStores;
import org.onecopy.model.FileId;
import org.onecopy.model.RuleId;
import org.onecopy.model.Version;
import org.onecopy.problem.ProblemException;

/** The replicated store: each entry exactly once, whatever happens in between. */
final class MembershipIndexTest {
    private static RocksStores stores;

    @TempDir
    Path directory;

    private final LogOfChanges log = new LogOfChanges(1, 8).withProposals(150);

    @BeforeAll
    static void openStores() {
        stores = new RocksStores(16 << 20);
    }

    @AfterAll
    static void closeStores() {
        stores.close();
    }

    private MembershipIndex open(String name) {
        return open(directory.resolve(name), 0);
    }

    private static MembershipIndex open(Path at, int incarnation) {
        return new MembershipIndex(at, where -> stores.open(Schema.MEMBERSHIP, where), incarnation);
    }

    @Test
    void a_held_view_stays_as_it_is_and_is_given_back_before_the_state_is_replaced() throws Exception {
        try (MembershipIndex index = open("held")) {
            log.apply(index, 1, 10);
            AgreedIndex.Held held = index.hold();
            long before = rows(held.view());
            log.apply(index, 11, 60);
            assertThat(rows(held.view())).isEqualTo(before).isLessThan(index.read(MembershipIndexTest::rows));
            Path checkpoint = directory.resolve("checkpoint");
            index.checkpoint(checkpoint);
            assertThat(held.isWantedBack()).isFalse();
            Thread installing = Thread.ofPlatform().start(() -> index.install(checkpoint));
            await().until(held::isWantedBack);
            assertThat(rows(held.view())).isEqualTo(before);
            assertThat(installing.isAlive()).isTrue();
            held.close();
            installing.join(Duration.ofSeconds(20));
            assertThat(installing.isAlive()).isFalse();
        }
    }

    private static long rows(TableView view) {
        long count = 0;
        for (var all = view.scan(Tables.INODES, FileId.ofPacked(0), null); all.hasNext(); all.next()) {
            count++;
        }
        return count;
    }

    /** What a killed process leaves: whatever it has handed to the system. */
    private Path kill(String name) throws IOException {
        Path left = directory.resolve(name + "-left");
        try (Stream<Path> files = Files.walk(directory.resolve(name))) {
            for (Path file : files.toList()) {
                Path target =
                        left.resolve(directory.resolve(name).relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(target);
                } else {
                    Files.copy(file, target);
                }
            }
        }
        return left;
    }

    private StateHash expectedHash() {
        MembershipIndex memory =
                new MembershipIndex(directory.resolve("memory"), at -> new MemoryTableStore(Schema.MEMBERSHIP), 0);
        log.apply(memory, 1, log.size());
        assertThat(files(memory)).isGreaterThan(500);
        return memory.hash();
    }

    private static long files(AgreedIndex state) {
        RuleRow rule = state.read(view -> view.get(Tables.RULES, LogOfChanges.RULE));
        return rule == null ? 0 : rule.files();
    }

    @Test
    void keeps_every_entry_when_the_process_is_killed_and_applies_none_twice() throws IOException {
        StateHash expected = expectedHash();
        try (MembershipIndex killed = open("a")) {
            log.apply(killed, 1, 100);
            try (MembershipIndex again = open(kill("a"), 0)) {
                assertThat(again.appliedIndex()).isEqualTo(killed.appliedIndex());
                assertThat(again.appliedTerm()).isEqualTo(1);
                assertThat(again.hash()).isEqualTo(killed.hash());
                log.replay(again);
                assertThat(again.appliedIndex()).isEqualTo(log.size());
                assertThat(again.hash()).isEqualTo(expected);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 50, 90})
    void is_only_older_after_a_loss_of_power_and_never_than_its_last_checkpoint(int percentLeft) throws IOException {
        StateHash expected = expectedHash();
        try (MembershipIndex unlucky = open("a")) {
            log.apply(unlucky, 1, 40);
            assertThat(unlucky.checkpoint(directory.resolve("checkpoint"))).isEqualTo(40);
            log.apply(unlucky, 41, 140);
            Path left = kill("a");
            cutWriteAheadLog(left, percentLeft);
            try (MembershipIndex again = open(left, 0)) {
                assertThat(again.appliedIndex()).isBetween(40L, percentLeft == 0 ? 40L : 139L);
                log.replay(again);
                assertThat(again.hash()).isEqualTo(expected);
            }
        }
    }

    private static void cutWriteAheadLog(Path left, int percentLeft) throws IOException {
        try (Stream<Path> files = Files.walk(left)) {
            Path newest = files.filter(file -> file.toString().endsWith(".log"))
                    .max(Comparator.naturalOrder())
                    .orElseThrow();
            try (RandomAccessFile file = new RandomAccessFile(newest.toFile(), "rw")) {
                assertThat(file.length()).isGreaterThan(10_000);
                file.setLength(file.length() * percentLeft / 100);
            }
        }
    }

    @Test
    void another_node_goes_on_from_a_checkpoint_to_the_same_hash() {
        try (MembershipIndex first = open("first");
                MembershipIndex second = open("second")) {
            log.apply(first, 1, 90);
            first.skip(2, 91);
            assertThat(first.checkpoint(directory.resolve("checkpoint"))).isEqualTo(91);
            log.apply(second, 1, 10);
            List<Long> told = new ArrayList<>();
            second.listen(new AppliedListener() {
                @Override
                public void applied(long index, Set<RuleId> touched) {
                    throw new AssertionError("no entry was applied");
                }

                @Override
                public void installed(long index) {
                    told.add(index);
                }
            });
            second.install(directory.resolve("checkpoint"));
            assertThat(told).containsExactly(91L);
            assertThat(second.appliedIndex()).isEqualTo(91);
            assertThat(second.appliedTerm()).isEqualTo(2);
            assertThat(second.hash()).isEqualTo(first.hash());
        }
    }

    @Test
    void a_checkpoint_serves_several_nodes_and_each_goes_on_by_itself() {
        StateHash expected = expectedHash();
        try (MembershipIndex first = open("first");
                MembershipIndex second = open("second");
                MembershipIndex third = open("third")) {
            log.apply(first, 1, 90);
            first.checkpoint(directory.resolve("checkpoint"));
            second.install(directory.resolve("checkpoint"));
            log.replay(second);
            third.install(directory.resolve("checkpoint"));
            assertThat(third.appliedIndex()).isEqualTo(90);
            log.replay(third);
            log.replay(first);
            assertThat(List.of(first.hash(), second.hash(), third.hash())).containsOnly(expected);
        }
        try (MembershipIndex second = open("second")) {
            assertThat(second.hash()).isEqualTo(expected);
        }
    }

    @Test
    void a_crash_while_a_checkpoint_is_installed_leaves_the_old_or_the_new_state() {
        try (MembershipIndex first = open("first");
                MembershipIndex second = open("second")) {
            log.apply(first, 1, 90);
            first.checkpoint(directory.resolve("checkpoint"));
            log.apply(second, 1, 10);
        }
        Generations generations = new Generations(directory.resolve("second"));
        Path prepared = generations.prepare(directory.resolve("checkpoint"));
        try (MembershipIndex crashedBefore = open("second")) {
            assertThat(crashedBefore.appliedIndex()).isEqualTo(10);
            assertThat(prepared).doesNotExist();
        }
        generations.activate(generations.prepare(directory.resolve("checkpoint")));
        try (MembershipIndex crashedAfter = open("second")) {
            assertThat(crashedAfter.appliedIndex()).isEqualTo(90);
            assertThat(directory.resolve("second/generation-1")).doesNotExist();
        }
    }

    @Test
    void keeps_its_state_where_the_checkpoint_is_none() throws IOException {
        Path none = Files.createDirectory(directory.resolve("none"));
        try (MembershipIndex state = open("a")) {
            log.apply(state, 1, 10);
            StateHash before = state.hash();
            assertThatExceptionOfType(ProblemException.class)
                    .isThrownBy(() -> state.install(none))
                    .withMessageContaining("no checkpoint");
            assertThat(state.hash()).isEqualTo(before);
            log.apply(state, 11, 20);
        }
        try (MembershipIndex again = open("a")) {
            assertThat(again.appliedIndex()).isEqualTo(20);
        }
    }

    @Test
    void an_entry_that_cannot_be_applied_leaves_the_state_as_it_was() {
        try (MembershipIndex state = open("a")) {
            log.apply(state, 1, 10);
            StateHash before = state.hash();
            assertThatExceptionOfType(ProblemException.class)
                    .isThrownBy(() -> state.apply(1, 11, new byte[] {1, 2, 3}));
            assertThat(state.appliedIndex()).isEqualTo(10);
            assertThat(state.hash()).isEqualTo(before);
        }
    }

    @Test
    void keeps_the_hash_at_each_step_for_comparison_with_other_nodes() {
        LogOfChanges many = new LogOfChanges(2, 1).withProposals(3000);
        MembershipIndex one =
                new MembershipIndex(directory.resolve("x"), at -> new MemoryTableStore(Schema.MEMBERSHIP), 0);
        MembershipIndex other =
                new MembershipIndex(directory.resolve("y"), at -> new MemoryTableStore(Schema.MEMBERSHIP), 0);
        many.apply(one, 1, many.size());
        many.apply(other, 1, 2047);
        StateHash before = other.hash();
        many.apply(other, 2048, many.size());
        assertThat(one.hashBefore(1024)).isPresent().isEqualTo(other.hashBefore(1024));
        assertThat(one.hashBefore(2048)).contains(before);
        assertThat(one.hashBefore(0)).isEmpty();
        assertThat(one.hashBefore(1 << 20)).isEmpty();
    }

    @Test
    void a_later_incarnation_begins_its_log_on_the_old_state() {
        Path at = directory.resolve("a");
        StateHash before;
        try (MembershipIndex old = open(at, 0)) {
            log.apply(old, 1, 90);
            before = old.hash();
        }
        try (MembershipIndex recovered = open(at, 1)) {
            assertThat(recovered.appliedIndex()).isEqualTo(91);
            assertThat(recovered.appliedTerm()).isEqualTo(2);
            assertThat(recovered.hash()).isEqualTo(before);
            long files = files(recovered);
            recovered.apply(2, 92, LogOfChanges.trim());
            assertThat(files(recovered)).isEqualTo(files);
            assertThat(recovered.appliedIndex()).isEqualTo(92);
        }
        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(() -> open(at, 0))
                .withMessageContaining("incarnation 1");
    }

    @Test
    void tells_listeners_what_has_changed_once_it_can_be_read() {
        try (MembershipIndex state = open("a")) {
            List<Long> told = new ArrayList<>();
            state.listen(new AppliedListener() {
                @Override
                public void applied(long index, Set<RuleId> touched) {
                    assertThat(touched).containsExactly(LogOfChanges.RULE);
                    assertThat(state.read(MembershipIndexTest::lastJournalled)).isLessThanOrEqualTo(index);
                    told.add(index);
                }

                @Override
                public void installed(long index) {
                    throw new AssertionError("nothing was installed");
                }
            });
            log.apply(state, 1, 1);
            log.apply(state, 1, 2);
            state.skip(1, 3);
            assertThat(told).containsExactly(1L, 2L);
        }
    }

    private static long lastJournalled(TableView view) {
        long last = 0;
        var rows = view.scan(Tables.JOURNAL, new JournalKey(LogOfChanges.RULE, Version.NONE), null);
        while (rows.hasNext()) {
            last = rows.next().getKey().version().index();
        }
        return last;
    }

    @Test
    void readers_see_whole_entries_while_entries_and_checkpoints_come_in() throws Exception {
        try (MembershipIndex source = open("source");
                MembershipIndex state = open("a");
                ExecutorService readers = Executors.newVirtualThreadPerTaskExecutor()) {
            log.apply(source, 1, 60);
            source.checkpoint(directory.resolve("checkpoint"));
            AtomicBoolean done = new AtomicBoolean();
            Callable<Long> reader = () -> {
                long reads = 0;
                while (!done.get() || reads == 0) {
                    state.read(MembershipIndexTest::assertWhole);
                    reads++;
                }
                return reads;
            };
            List<Future<Long>> reading = List.of(readers.submit(reader), readers.submit(reader));
            for (int round = 0; round < 3; round++) {
                log.replay(state);
                state.install(directory.resolve("checkpoint"));
                assertThat(state.appliedIndex()).isEqualTo(60);
            }
            done.set(true);
            for (Future<Long> each : reading) {
                assertThat(each.get()).isPositive();
            }
        }
    }

    /** Within one entry's state the rule's count of files, the tree and the journal agree. */
    private static boolean assertWhole(TableView view) {
        RuleRow rule = view.get(Tables.RULES, LogOfChanges.RULE);
        long names = 0;
        var rows = view.scan(Tables.CHILDREN, TableStoreContractTest.key(0, "\u0001"), null);
        while (rows.hasNext()) {
            Inode inode = view.get(Tables.INODES, rows.next().getValue());
            assertThat(inode).isNotNull();
            names += inode.isDirectory() ? 0 : 1;
        }
        assertThat(names).isEqualTo(rule == null ? 0 : rule.files());
        return true;
    }
}
