package org.onecopy.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.onecopy.core.Name;
import org.onecopy.core.TreePath;
import org.onecopy.core.namespace.Base;
import org.onecopy.core.namespace.Command;
import org.onecopy.core.namespace.Inode;
import org.onecopy.core.namespace.Operation;
import org.onecopy.core.namespace.Ref;
import org.onecopy.core.namespace.RuleDefinition;
import org.onecopy.core.namespace.Tables;
import org.onecopy.core.namespace.Tables.JournalKey;
import org.onecopy.core.namespace.Undo;
import org.onecopy.model.FileId;
import org.onecopy.model.Version;
import org.onecopy.storage.Place.Area;

/** Changes that administrators ask for, shown by all zones. */
final class AmendSimulationTest {
    private static final String LONG = "this is not inline";
    private static final String OTHER = "neither is this one";

    private final SimScript script = script();

    private static SimScript script() {
        Simulation simulation = new Simulation(1, Simulation.Trouble.NONE);
        simulation.trashServes = true;
        return SimScript.begun(simulation);
    }

    private void amend(boolean whole, Operation... operations) {
        script.simulation.agreement.log.add(new Command.Amend(
                SimNode.RULE, script.berlin.zone, whole, script.simulation.clock.wallMillis(), List.of(operations)));
    }

    private Inode inode(String path) {
        FileId step = script.athens.agreed.get(Tables.RULES, SimNode.RULE).root();
        for (String name : path.split("/", -1)) {
            step = script.athens.agreed.get(Tables.CHILDREN, new Tables.ChildKey(step, new Name(name)));
        }
        return script.athens.agreed.get(Tables.INODES, step);
    }

    private static Operation remove(Inode inode) {
        return new Operation.Remove(
                new Ref.Known(inode.id()), new Base.Seen(inode.written()), new Base.Seen(inode.placed()));
    }

    private List<Inode> tombstones() {
        return script.athens.agreed.all(Tables.TOMBSTONES).values().stream()
                .map(file -> script.athens.agreed.get(Tables.INODES, (FileId) file))
                .toList();
    }

    private void bringBackAll() {
        for (Inode inode : tombstones()) {
            amend(
                    false,
                    new Operation.Move(
                            new Ref.Known(inode.id()),
                            new Base.Seen(inode.removed()),
                            new Ref.Known(inode.parent()),
                            inode.name()));
        }
    }

    @Test
    @DisplayName("H43: the copy takes the name in all zones, and what had it lies in each one's trash")
    void settles_a_conflict_by_the_copy() {
        script.write(script.athens, "a", LONG);
        script.write(script.berlin, "a", OTHER);
        script.propose(script.athens);
        script.propose(script.berlin);
        script.everybody();
        Map.Entry<?, ?> conflict =
                script.athens.agreed.all(Tables.CONFLICTS).entrySet().iterator().next();
        Inode copy = script.athens.agreed.get(Tables.INODES, new FileId(((JournalKey) conflict.getKey()).version()));
        Inode winner = script.athens.agreed.get(Tables.INODES, ((Tables.ConflictRow) conflict.getValue()).winner());

        amend(
                true,
                remove(winner),
                new Operation.Move(
                        new Ref.Known(copy.id()),
                        new Base.Seen(copy.placed()),
                        new Ref.Known(winner.parent()),
                        winner.name()));
        script.everybody();
        script.simulation.settle();
        for (SimNode node : script.simulation.nodes) {
            assertThat(Contents.text(script.at(node, "a").data)).isEqualTo(OTHER);
            assertThat(node.disk.print(Area.TREE)).hasSize(1);
            assertThat(node.disk.print(Area.TRASH).values()).anyMatch(line -> line.contains(LONG));
        }
        assertThat(script.athens.agreed.all(Tables.CONFLICTS)).isEmpty();
    }

    @Test
    @DisplayName("What was removed comes back from the trash in all zones, also where its users removed it themselves")
    void brings_back_a_tree_with_the_contents_that_the_trash_has() {
        script.make(script.athens, "d");
        script.write(script.athens, "d/long", LONG);
        script.write(script.athens, "d/short", "one");
        script.everybody();
        Map<String, String> before = Map.copyOf(script.athens.disk.print(Area.TREE));
        script.remove(script.cairo, "d/long");
        script.remove(script.cairo, "d/short");
        script.remove(script.cairo, "d");
        script.everybody();
        assertThat(script.athens.disk.print(Area.TREE)).isEmpty();

        bringBackAll();
        script.everybody();
        script.simulation.settle();
        for (SimNode node : script.simulation.nodes) {
            assertThat(node.disk.print(Area.TREE).keySet()).isEqualTo(before.keySet());
            assertThat(Contents.text(script.at(node, "d/long").data)).isEqualTo(LONG);
        }
    }

    @Test
    @DisplayName("A user's change that nobody has agreed yet survives what comes back at its place")
    void a_user_who_makes_the_file_anew_meanwhile_loses_nothing() {
        script.write(script.athens, "a", LONG);
        script.everybody();
        script.remove(script.cairo, "a");
        script.everybody();

        bringBackAll();
        script.write(script.berlin, "a", OTHER);
        script.everybody();
        script.simulation.settle();
        assertThat(Contents.text(script.at(script.cairo, "a").data)).isEqualTo(LONG);
        assertThat(script.cairo.disk.print(Area.TREE).values()).anyMatch(line -> line.contains(OTHER));
    }

    @Test
    @DisplayName("An older content is written again while a zone has not even shown the newer one")
    void an_older_content_comes_back_over_a_newer_one() {
        script.write(script.athens, "a", LONG);
        script.everybody();
        script.write(script.athens, "a", OTHER);
        script.propose(script.athens);
        script.hear(script.athens);
        Inode now = inode("a");
        var old = script.athens.agreed.all(Tables.CONTENTS).values().stream()
                .map(content -> (org.onecopy.core.Content) content)
                .filter(content -> content.length() == LONG.length())
                .findFirst()
                .orElseThrow();
        amend(
                false,
                new Operation.Write(
                        new Ref.Known(now.id()), new Base.Seen(now.written()), old.withoutBytes(), null, 7));
        script.everybody();
        script.simulation.settle();
        for (SimNode node : script.simulation.nodes) {
            assertThat(Contents.text(script.at(node, "a").data)).isEqualTo(LONG);
        }
    }

    private static final int FILES = 12;

    /** Twelve files under a guard that minds more than five, all removed by the users of one zone. @return the tree before */
    private static Map<String, String> removeMany(SimScript script) {
        script.simulation.trashServes = true;
        script.simulation.begin(new RuleDefinition.GuardPolicy(5, 100, Long.MAX_VALUE, 600_000));
        script.everybody();
        script.make(script.athens, "d");
        for (int n = 0; n < FILES; n++) {
            script.write(script.athens, "d/f" + n, n % 2 == 0 ? LONG + n : "s" + n);
        }
        script.everybody();
        Map<String, String> before = contents(script.berlin);
        assertThat(before).hasSize(FILES);
        for (int n = 0; n < FILES; n++) {
            script.remove(script.cairo, "d/f" + n);
        }
        script.everybody();
        assertThat(script.simulation.zoneRow(script.cairo.place).guard().tripped())
                .isTrue();
        return before;
    }

    private static Map<String, String> contents(SimNode node) {
        Map<String, String> contents = new TreeMap<>();
        node.disk
                .find(SimScript.place("d"))
                .children
                .forEach((name, file) -> contents.put(name.value(), Contents.text(file.data)));
        return contents;
    }

    private static void decide(SimScript script, boolean release) {
        for (int n = 0; n < 3; n++) {
            script.simulation.agreement.log.add(new Command.DecideGuard(
                    SimNode.RULE, script.cairo.zone, release, script.simulation.clock.wallMillis()));
            script.everybody();
        }
    }

    private static void undo(SimScript script, Version to) {
        Version until = Version.of(0, script.athens.applied, Version.ORDINAL_MAX);
        Undo.Wanted wanted = new Undo.Wanted(SimNode.RULE, TreePath.ROOT, to, until, false);
        List<Operation> operations = Undo.page(script.athens.agreed, wanted, to, 1000).steps().stream()
                .map(Undo.Step::operation)
                .filter(java.util.Objects::nonNull)
                .toList();
        script.simulation.agreement.log.add(new Command.Amend(
                SimNode.RULE, script.berlin.zone, false, script.simulation.clock.wallMillis(), operations));
    }

    @Test
    @DisplayName("H42: a mass delete was released by mistake, and is undone, from the trash of the zones that have it")
    void undoes_a_mass_delete_that_was_released() {
        SimScript bare = new SimScript(new Simulation(1, Simulation.Trouble.NONE));
        Map<String, String> before = removeMany(bare);
        Version then = Version.of(0, bare.athens.applied, Version.ORDINAL_MAX);
        decide(bare, true);
        assertThat(contents(bare.athens)).isEmpty();

        undo(bare, then);
        bare.everybody();
        bare.simulation.settle();
        bare.simulation.nodes.forEach(node -> assertThat(contents(node)).isEqualTo(before));
    }

    @Test
    @DisplayName(
            "H42: a mass delete is rejected, and what went before the guard tripped is undone; a user's new file stays")
    void undoes_what_went_before_the_guard_tripped() {
        SimScript bare = new SimScript(new Simulation(2, Simulation.Trouble.NONE));
        Map<String, String> before = removeMany(bare);
        decide(bare, false);
        bare.remove(bare.berlin, "d/f1");
        bare.remove(bare.berlin, "d/f2");
        bare.everybody();
        assertThat(contents(bare.athens)).doesNotContainKeys("f1", "f2").hasSize(FILES - 2);
        bare.write(bare.cairo, "d/f2", "a user's");
        bare.everybody();

        Version then = Version.of(0, lastIndexWithAll(bare), Version.ORDINAL_MAX);
        undo(bare, then);
        bare.everybody();
        bare.simulation.settle();
        Map<String, String> expected = new TreeMap<>(before);
        expected.put("f2", "a user's");
        bare.simulation.nodes.forEach(node -> assertThat(contents(node)).isEqualTo(expected));
    }

    /** The entry before the first removal that stood. */
    private static long lastIndexWithAll(SimScript script) {
        return script.athens.agreed.all(Tables.JOURNAL).entrySet().stream()
                .filter(row -> ((org.onecopy.core.namespace.JournalEntry) row.getValue()).effect()
                        instanceof org.onecopy.core.namespace.Effect.Removed)
                .mapToLong(row -> ((JournalKey) row.getKey()).version().index() - 1)
                .min()
                .orElseThrow();
    }
}
