package org.onecopy.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.onecopy.app.NodeProcesses.RULE;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.onecopy.model.ZoneName;
import org.onecopy.model.api.ConflictDetail;
import org.onecopy.model.api.ConflictKeep;
import org.onecopy.model.api.ConflictOutcome;
import org.onecopy.model.api.EmptySpec;
import org.onecopy.model.api.Filter;
import org.onecopy.model.api.GuardPolicy;
import org.onecopy.model.api.GuardView;
import org.onecopy.model.api.LagView;
import org.onecopy.model.api.ResolveSpec;
import org.onecopy.model.api.RestoreSpec;
import org.onecopy.model.api.RuleSpec;
import org.onecopy.model.api.RuleView;
import org.onecopy.model.api.TrashReason;
import org.onecopy.model.api.TrashView;
import org.onecopy.model.api.UndoNote;
import org.onecopy.model.api.UndoSpec;
import org.onecopy.model.api.UndoView;
import org.onecopy.model.client.AdminClient;

/** What conflicts and mistakes took away comes back, with real processes. */
class ProtectionIT {
    private static final List<String> ZONES = List.of("oslo", "lyon", "kyoto");
    private static final Filter ALL = new Filter(RULE, null, 10_000);

    @TempDir
    static Path temp;

    private static NodeProcesses network;

    /** One network for all: its nodes take longer to start than the tests. */
    @BeforeAll
    static void start() throws IOException {
        Map<String, String> zones = new LinkedHashMap<>();
        ZONES.forEach(zone -> zones.put(zone + "-1", zone));
        network = NodeProcesses.start(temp.resolve("network"), zones);
        network.makeRule();
    }

    @AfterAll
    static void stop() {
        network.close();
    }

    private static byte[] large(int seed) {
        byte[] bytes = new byte[700_000];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }

    private static void everywhere(NodeProcesses network, String path, byte[] expected) {
        ZONES.forEach(zone -> until(network, () -> {
            Path file = network.zone(zone).resolve(path);
            return Files.exists(file) && Arrays.equals(Files.readAllBytes(file), expected);
        }));
    }

    private static void nowhere(NodeProcesses network, String path) {
        ZONES.forEach(
                zone -> until(network, () -> !Files.exists(network.zone(zone).resolve(path))));
    }

    private static void until(NodeProcesses network, Callable<Boolean> condition) {
        try {
            await().atMost(Duration.ofMinutes(2)).until(condition);
        } catch (org.awaitility.core.ConditionTimeoutException e) {
            throw new AssertionError(network.account(), e);
        }
    }

    private static List<TrashView> trash(NodeProcesses network, String zone, String path) {
        return network.ask(zone + "-1", client -> client.trash(ALL, path)).items();
    }

    private static TrashView item(NodeProcesses network, String zone, String path, TrashReason why) {
        return trash(network, zone, path).stream()
                .filter(each -> each.why() == why)
                .findFirst()
                .orElseThrow(() -> new AssertionError(network.account()));
    }

    @Test
    void conflicts_are_settled_and_what_lies_in_the_trash_comes_back() throws Exception {
        bringsBackFromTheTrash(network);
        settlesAConflict(network);
        emptiesTheTrash(network);
        long index = network.ask("oslo-1", AdminClient::lag).getFirst().agreedIndex();
        assertThatThrownBy(() -> network.ask(
                        "oslo-1",
                        client -> client.undo(RULE, new UndoSpec("nowhere", index, null, false, true, null, null))))
                .hasMessageContaining("nothing lay at 'nowhere'");
    }

    /** The users of one zone remove a file: that zone has nothing of it in its own trash. */
    private static void bringsBackFromTheTrash(NodeProcesses network) throws IOException {
        Path file = Files.createDirectories(network.zone("oslo").resolve("d")).resolve("large");
        Files.write(file, large(1));
        everywhere(network, "d/large", large(1));
        Files.write(network.zone("lyon").resolve("d/large"), large(2));
        everywhere(network, "d/large", large(2));
        Files.delete(network.zone("kyoto").resolve("d/large"));
        Files.delete(network.zone("kyoto").resolve("d"));
        nowhere(network, "d");

        TrashView removed = item(network, "oslo", "d", TrashReason.REMOVED);
        assertThat(removed.path()).isEqualTo("d/large");
        assertThat(removed.unusable()).isNull();
        assertThat(trash(network, "kyoto", "d"))
                .extracting(TrashView::why)
                .as("what its users removed themselves is not there, only what they had before")
                .containsExactly(TrashReason.REPLACED);
        assertThatThrownBy(() -> network.ask(
                        "kyoto-1", client -> client.restoreTrash(RULE, removed.item(), new RestoreSpec(null))))
                .hasMessageContaining("onecopy trash list");
        network.ask("oslo-1", client -> client.restoreTrash(RULE, removed.item(), new RestoreSpec(null)));
        everywhere(network, "d/large", large(2));

        TrashView old = item(network, "oslo", "d", TrashReason.REPLACED);
        assertThatThrownBy(() -> network.ask(
                        "oslo-1", client -> client.restoreTrash(RULE, old.item(), new RestoreSpec("d/large"))))
                .hasMessageContaining("--to");
        network.ask("oslo-1", client -> client.restoreTrash(RULE, old.item(), new RestoreSpec("d/older")));
        everywhere(network, "d/older", large(1));
        network.ask("oslo-1", client -> client.restoreTrash(RULE, old.item(), new RestoreSpec(null)));
        everywhere(network, "d/large", large(1));
    }

    private static void settlesAConflict(NodeProcesses network) throws Exception {
        network.signal("kyoto-1", "STOP");
        Files.write(network.zone("oslo").resolve("both"), large(3));
        until(network, () -> Files.exists(network.zone("lyon").resolve("both")));
        Files.write(network.zone("kyoto").resolve("both"), large(4));
        network.signal("kyoto-1", "CONT");
        until(
                network,
                () -> network.ask("oslo-1", client -> client.conflicts(ALL)).total() == 1);
        ConflictDetail conflict = network.ask("oslo-1", client -> client.conflict(RULE, "both"));
        everywhere(network, "both", large(3));
        everywhere(network, conflict.copy().path(), large(4));
        ConflictOutcome outcome = network.ask(
                "oslo-1",
                client -> client.resolveConflict(
                        RULE,
                        new ResolveSpec(
                                "both",
                                ConflictKeep.COPY,
                                null,
                                conflict.copy().version(),
                                conflict.original().version())));
        assertThat(outcome.trashed()).isEqualTo("both");
        everywhere(network, "both", large(4));
        nowhere(network, conflict.copy().path());
        assertThat(item(network, "lyon", "both", TrashReason.REMOVED).digest())
                .isEqualTo(conflict.original().digest());
        assertThatThrownBy(() -> network.ask("oslo-1", client -> client.conflict(RULE, "both")))
                .hasMessageContaining("no conflict copy");
    }

    private static void emptiesTheTrash(NodeProcesses network) throws IOException {
        Instant now = Instant.now();
        long planned = network.ask("lyon-1", client -> client.emptyTrash(RULE, new EmptySpec(now, true)))
                .items();
        assertThat(planned)
                .isPositive()
                .isLessThanOrEqualTo(trash(network, "lyon", "").size());
        ZONES.forEach(zone ->
                network.ask(zone + "-1", client -> client.emptyTrash(RULE, new EmptySpec(now.plusSeconds(1), false))));
        ZONES.forEach(zone -> until(network, () -> trash(network, zone, "").isEmpty()));
        try (var left = Files.list(network.zone("lyon").resolve(".onecopy/trash"))) {
            assertThat(left).isEmpty();
        }
    }

    private static final int SHORT = 2_000;
    private static final int LARGE = 12;

    /** Users of one zone remove thousands of files; somebody lets the guard's held operations go, and sees the mistake. */
    @Test
    @Tag("full")
    void a_mass_delete_that_the_guard_stopped_and_somebody_released_is_undone() throws Exception {
        guard(network, 500);
        long others = network.ask("oslo-1", client -> client.rule(RULE)).files();
        Path tree = network.zone("oslo").resolve("tree");
        for (int n = 0; n < SHORT; n++) {
            Path directory = Files.createDirectories(tree.resolve("d" + n % 20));
            Files.writeString(directory.resolve("f" + n), "file " + n);
        }
        for (int n = 0; n < LARGE; n++) {
            Files.write(tree.resolve("large" + n), large(n));
        }
        SortedMap<String, String> before = Trees.digests(tree);
        ZONES.forEach(zone -> until(network, () -> equal(network, zone, before)));
        long index = network.ask("oslo-1", AdminClient::lag).stream()
                .mapToLong(LagView::agreedIndex)
                .max()
                .orElseThrow();

        remove(network.zone("kyoto").resolve("tree"));
        until(network, () -> {
            // some were removed before it tripped, or none; all that is left is held
            long left = network.ask("oslo-1", client -> client.rule(RULE)).files() - others;
            return left > 0 && heldInKyoto(network) >= left;
        });
        network.ask("lyon-1", client -> client.releaseGuard(RULE, new ZoneName("kyoto")));
        until(network, () -> !Files.exists(tree));
        Files.createDirectories(network.zone("lyon").resolve("tree/d0"));
        Files.writeString(network.zone("lyon").resolve("tree/d0/f0"), "a user's");
        until(network, () -> Files.exists(tree.resolve("d0/f0")));

        UndoView planned = undo(network, index, true);
        assertThat(planned.back()).isEqualTo(SHORT + LARGE - 1);
        assertThat(planned.lost()).isZero();
        assertThat(planned.notes()).extracting(UndoNote::path).contains("tree/d0/f0");
        assertThat(Files.exists(tree.resolve("d1"))).as("only planned").isFalse();
        UndoView done = undo(network, index, false);
        assertThat(done.back()).isEqualTo(planned.back());
        SortedMap<String, String> expected = new TreeMap<>(before);
        expected.put("d0/f0", Trees.digests(tree).get("d0/f0"));
        assertThat(tree.resolve("d0/f0")).hasContent("a user's");
        ZONES.forEach(zone -> until(network, () -> equal(network, zone, expected)));
        assertThat(undo(network, index, false).back()).as("twice is once").isZero();
        assertThatThrownBy(() -> undo(network, index + 100_000, true)).hasMessageContaining("not agreed yet");
    }

    private static UndoView undo(NodeProcesses network, long index, boolean plan) {
        return network.ask(
                "oslo-1", client -> client.undo(RULE, new UndoSpec("tree", index, null, false, plan, null, null)));
    }

    private static long heldInKyoto(NodeProcesses network) {
        return network.ask("oslo-1", AdminClient::guard).stream()
                .filter(view -> view.zone().value().equals("kyoto"))
                .mapToLong(GuardView::heldOperations)
                .sum();
    }

    private static boolean equal(NodeProcesses network, String zone, SortedMap<String, String> expected) {
        Path there = network.zone(zone).resolve("tree");
        try {
            return Files.exists(there) && Trees.digests(there).equals(expected);
        } catch (IOException | RuntimeException e) {
            return false; // something is on its way
        }
    }

    private static void remove(Path tree) throws IOException {
        List<Path> all;
        try (var walk = Files.walk(tree)) {
            all = new ArrayList<>(walk.toList());
        }
        for (Path each : all.reversed()) {
            Files.delete(each);
        }
    }

    private static void guard(NodeProcesses network, long files) {
        RuleView rule = network.ask("oslo-1", client -> client.rule(RULE));
        Map<ZoneName, String> paths = new TreeMap<>();
        rule.zones().forEach(location -> paths.put(location.zone(), location.path()));
        RuleSpec spec = new RuleSpec(
                RULE,
                paths,
                List.of(),
                rule.initial(),
                rule.conflict(),
                null,
                rule.hold(),
                rule.visibility(),
                new GuardPolicy(files, 100, Duration.ofMinutes(10)),
                List.of(),
                rule.revision());
        network.ask("oslo-1", client -> client.editRule(RULE, spec, false));
    }
}
