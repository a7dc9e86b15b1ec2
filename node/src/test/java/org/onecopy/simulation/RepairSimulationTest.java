package org.onecopy.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.onecopy.core.namespace.CheckShare;
import org.onecopy.core.namespace.Command;
import org.onecopy.core.namespace.RepairRow;
import org.onecopy.core.namespace.RepairRow.Source;
import org.onecopy.core.namespace.RepairShare;
import org.onecopy.core.namespace.RuleDefinition.GuardPolicy;
import org.onecopy.core.namespace.Tables;
import org.onecopy.core.namespace.Tables.JournalKey;
import org.onecopy.core.shown.CheckItem;
import org.onecopy.core.shown.ShownTables;
import org.onecopy.model.Version;
import org.onecopy.simulation.SimDisk.Node;
import org.onecopy.simulation.Simulation.Trouble;
import org.onecopy.storage.Place.Area;

/** Repairs bring zones to what is taken for right, whoever works meanwhile, and whatever stops them (H63). */
final class RepairSimulationTest {
    private static final GuardPolicy OPEN = new GuardPolicy(1_000_000, 100, 1_000_000, 600_000);
    private static final GuardPolicy NARROW = new GuardPolicy(3, 100, 1, 600_000);
    private static final int SEEDS = Integer.getInteger("onecopy.seeds", Boolean.getBoolean("onecopy.full") ? 300 : 8);
    private static final List<Source> SOURCES = List.of(Source.AGREED, Source.ZONE, Source.UNION);
    private static final long FIRST = Long.getLong("onecopy.seed", 1);

    @Test
    @DisplayName("H63: with what is agreed as the source, a damaged zone shows again what the others show")
    void shows_again_what_is_agreed() {
        seeds(seed -> {
            Repaired repaired = new Repaired(seed, Trouble.NONE, OPEN, Source.AGREED);
            Map<String, String> before = repaired.before();
            repaired.damage();
            RepairShare.Counts counts = repaired.repair(false);
            assertThat(counts.left()).as(repaired.reasons().toString()).isZero();
            assertThat(counts.mended()).isEqualTo(repaired.planted.size());
            repaired.settle();
            for (SimPlace place : repaired.simulation.places) {
                assertThat(place.disk.print(Area.TREE)).as(place.zone.value()).isEqualTo(before);
            }
            assertThat(repaired.findings()).isEmpty();
        });
    }

    @Test
    @DisplayName("H63: with a zone as the source, what lies in it is agreed, and comes to the others")
    void agrees_what_lies_in_the_source() {
        seeds(seed -> {
            Repaired repaired = new Repaired(seed, Trouble.NONE, OPEN, Source.ZONE);
            repaired.damage();
            Map<String, String> damaged = repaired.broken.disk.print(Area.TREE);
            RepairShare.Counts counts = repaired.repair(false);
            assertThat(counts.left()).as(repaired.reasons().toString()).isZero();
            repaired.settle();
            for (SimPlace place : repaired.simulation.places) {
                assertThat(place.disk.print(Area.TREE)).as(place.zone.value()).isEqualTo(damaged);
            }
            assertThat(repaired.findings()).isEmpty();
        });
    }

    @Test
    @DisplayName("H63: with both as the source, nothing that lay anywhere is missing afterwards")
    void keeps_both() {
        seeds(seed -> {
            Repaired repaired = new Repaired(seed, Trouble.NONE, OPEN, Source.UNION);
            Map<String, String> before = repaired.before();
            repaired.damage();
            Map<String, String> damaged = repaired.broken.disk.print(Area.TREE);
            RepairShare.Counts counts = repaired.repair(false);
            assertThat(counts.left()).as(repaired.reasons().toString()).isZero();
            repaired.settle();
            Map<String, String> after = repaired.broken.disk.print(Area.TREE);
            assertThat(after).containsAllEntriesOf(before);
            if (!repaired.planted.isEmpty()) {
                assertThat(after).containsKeys("static/new", "static/newdir");
                for (String name : List.of("rot", "longrot", "short", "busy")) {
                    String kept = damaged.get("static/" + name);
                    assertThat(after.entrySet())
                            .as("a conflict copy of " + name)
                            .anyMatch(entry -> entry.getKey().contains("~" + name) && isLike(entry.getValue(), kept));
                }
            }
            assertThat(repaired.findings()).isEmpty();
        });
    }

    /** The same but for its time. */
    private static boolean isLike(String line, String other) {
        return line.replaceAll("[0-9]+", "").equals(other.replaceAll("[0-9]+", ""));
    }

    @Test
    @DisplayName(
            "H63: users go on and writers are killed; what users have written since the check stays, and all zones become equal")
    void leaves_to_users_what_they_changed() {
        seeds(seed -> {
            Source source = SOURCES.get((int) (seed % SOURCES.size()));
            Repaired repaired = new Repaired(seed, new Trouble(0, 0.05, 0.2, 0.15, 0, 0), OPEN, source);
            repaired.damage();
            String written = null;
            if (!repaired.planted.isEmpty()) {
                Node busy = repaired.broken.disk.find(SimTree.inTree("static/busy"));
                byte[] data = SimDamage.bytes("a user wrote this since the check");
                repaired.broken.disk.write(SimTree.inTree("static/busy"), busy, data);
                repaired.broken.judge.userWrites(data);
                written = new String(data, java.nio.charset.StandardCharsets.UTF_8);
            }
            repaired.repair(true);
            repaired.settle();
            Map<String, String> after = repaired.broken.disk.print(Area.TREE);
            if (written != null
                    && !repaired.broken.judge.powerLost) { // a loss of power takes away what was not flushed
                String text = written;
                assertThat(after.values()).anyMatch(line -> line.contains(text));
            }
            for (SimPlace place : repaired.simulation.places) {
                assertThat(place.disk.print(Area.TREE)).isEqualTo(after);
            }
            List<String> rest = repaired.findings();
            rest.removeIf(finding -> repaired.reasons().keySet().stream().anyMatch(finding::endsWith));
            assertThat(rest).as(repaired.reasons().toString()).isEmpty();
        });
    }

    @Test
    @DisplayName("H42, H63: a damaged source does not destroy elsewhere what the guard would not let a user destroy")
    void the_guard_holds_a_source_that_lacks_much() {
        Repaired repaired = new Repaired(3, Trouble.NONE, NARROW, Source.ZONE);
        Map<String, String> before = repaired.before();
        repaired.damage();
        assertThat(repaired.planted).isNotEmpty();
        repaired.start();
        repaired.turns(200);
        assertThat(repaired.simulation.zoneRow(repaired.broken).guard().tripped())
                .isTrue();
        assertThat(repaired.row().isRunning()).isTrue();
        SimPlace other = repaired.simulation.places.stream()
                .filter(place -> place != repaired.broken)
                .findFirst()
                .orElseThrow();
        assertThat(other.disk.print(Area.TREE).keySet()).contains("static/gone", "static/deep", "static/rot");
        assertThat(before).containsKey("static/gone");
    }

    private static void seeds(Consumer<Long> run) {
        int seeds = Long.getLong("onecopy.seed") == null ? SEEDS : 1;
        for (long seed = FIRST; seed < FIRST + seeds; seed++) {
            try {
                run.accept(seed);
            } catch (RuntimeException | AssertionError e) {
                throw new AssertionError("with seed " + seed + ": " + e, e);
            }
        }
    }

    /** Three zones of which one is damaged, checked and repaired. */
    private static final class Repaired {
        final Simulation simulation;
        final SimPlace broken;
        final Source source;
        List<String> planted = List.of();
        private Version repair = Version.NONE;

        Repaired(long seed, Trouble trouble, GuardPolicy guard, Source source) {
            simulation = new Simulation(seed, trouble);
            simulation.begin(guard);
            this.source = source;
            broken = simulation.places.get((int) (seed % 3));
            SimDamage.plantFiles(simulation.places.getFirst());
            if (guard.equals(OPEN)) {
                simulation.run(300);
            }
            settle();
        }

        Map<String, String> before() {
            return new TreeMap<>(broken.disk.print(Area.TREE));
        }

        void damage() {
            planted = new SimDamage(simulation, broken).plant();
            turns(20);
            check();
            simulation.restoreTrouble();
        }

        /** What the zones find, agreed as the node would report it. */
        private void check() {
            Version check = agree(new Command.BeginCheck(
                    SimNode.RULE,
                    "",
                    true,
                    simulation.places.stream().map(place -> place.zone).toList(),
                    "ada",
                    0));
            for (SimPlace place : simulation.places) {
                SimZoneCheck share = new SimZoneCheck(place.nodes.getFirst(), check);
                finish(share);
                assertThat(share.found()).as(share.left()).isEqualTo(place == broken ? planted : List.of());
                place.nodes.getFirst().put(List.of(), true); // as a node does before it says that it is done
                agree(new Command.ReportCheck(
                        SimNode.RULE,
                        check,
                        place.zone,
                        simulation.zoneRow(place).epoch(),
                        new CheckShare(
                                place.nodes.getFirst().id,
                                true,
                                new CheckShare.Counts(0, 0, 0, 0, place == broken ? planted.size() : 0, 0, 0, 0, 0),
                                "",
                                0,
                                "",
                                "")));
            }
            repair = check;
        }

        private void finish(SimZoneCheck share) {
            for (int n = 0; n < 10_000 && !share.isDone(); n++) {
                if (!share.step()) {
                    simulation.clock.advanceMillis(500);
                    simulation.turn();
                }
            }
        }

        private Version agree(Command command) {
            simulation.agreement.log.add(command);
            Version version = Version.of(0, simulation.agreement.log.size() - 1, 1);
            simulation.turn();
            return version;
        }

        void start() {
            repair = agree(new Command.BeginRepair(
                    SimNode.RULE, repair, "", source, source == Source.ZONE ? broken.zone : null, "ada", 0));
        }

        RepairRow row() {
            return broken.nodes.getFirst().agreed.get(Tables.REPAIRS, new JournalKey(SimNode.RULE, repair));
        }

        /** @param others whether users and faults go on meanwhile */
        RepairShare.Counts repair(boolean others) {
            if (planted.isEmpty()) {
                return RepairShare.Counts.NONE;
            }
            start();
            for (int n = 0; n < 3000 && (row() == null || row().isRunning()); n++) {
                if (others && n < 300) {
                    simulation.run(3);
                    simulation.clock.advanceMillis(50);
                } else {
                    simulation.agreement.quorum = true;
                    simulation.clock.advanceMillis(250);
                    simulation.turn();
                }
            }
            assertThat(row().isRunning())
                    .as(() -> "does not come to an end: " + row() + simulation.dump())
                    .isFalse();
            return row().shares().get(broken.zone).counts();
        }

        void turns(int turns) {
            for (int n = 0; n < turns; n++) {
                simulation.clock.advanceMillis(250);
                simulation.turn();
            }
        }

        void settle() {
            try {
                simulation.settle();
            } catch (RuntimeException | AssertionError e) {
                throw new AssertionError(e + "\n" + reasons() + "\n" + simulation.dump(), e);
            }
        }

        /** Why findings were left, by path. */
        Map<String, String> reasons() {
            Map<String, String> reasons = new TreeMap<>();
            broken.nodes
                    .getFirst()
                    .stored()
                    .all(ShownTables.REPAIR_LEFT)
                    .values()
                    .forEach(row -> {
                        CheckItem item = (CheckItem) row;
                        reasons.put(item.path(), item.message());
                    });
            return reasons;
        }

        /** What another check finds in all zones. */
        List<String> findings() {
            List<String> found = new ArrayList<>();
            for (SimPlace place : simulation.places) {
                SimZoneCheck share = new SimZoneCheck(place.nodes.getFirst());
                finish(share);
                found.addAll(share.found());
            }
            return found;
        }
    }
}
