package org.onecopy.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.onecopy.core.Kind;
import org.onecopy.core.consistency.TreeDigest;
import org.onecopy.core.namespace.RuleDefinition.GuardPolicy;
import org.onecopy.core.namespace.Tables;
import org.onecopy.problem.StorageException;
import org.onecopy.simulation.SimDisk.Node;
import org.onecopy.simulation.Simulation.Trouble;
import org.onecopy.storage.Place;
import org.onecopy.storage.Place.Area;

/** Checks find all that differs and nothing else, whoever works meanwhile (H64). */
final class CheckSimulationTest {
    private static final GuardPolicy OPEN = new GuardPolicy(1_000_000, 100, 1_000_000, 600_000);
    private static final int SEEDS = Integer.getInteger("onecopy.seeds", Boolean.getBoolean("onecopy.full") ? 600 : 60);
    private static final long FIRST = Long.getLong("onecopy.seed", 1);

    @Test
    @DisplayName("H64: where users rest and all zones are the same, nothing is found, and the trees have one digest")
    void finds_nothing_at_rest() {
        seeds(seed -> {
            Simulation simulation = new Simulation(seed, Trouble.NONE);
            simulation.begin(OPEN);
            simulation.run(600);
            simulation.settle();
            TreeSet<String> digests = new TreeSet<>();
            for (SimNode node : simulation.nodes) {
                SimZoneCheck check = new SimZoneCheck(node);
                finish(simulation, check, false);
                assertThat(check.found())
                        .as(node.id + check.left() + simulation.dump())
                        .isEmpty();
                assertThat(check.files()).isEqualTo(files(node.disk.roots.get(Area.TREE)));
                digests.add(digest(node));
            }
            assertThat(digests).hasSize(1);
        });
    }

    @Test
    @DisplayName("H64: what differs in a storage is found, and nothing else")
    void finds_what_differs() {
        seeds(seed -> {
            Simulation simulation = new Simulation(seed, Trouble.NONE);
            simulation.begin(OPEN);
            plantFiles(simulation.places.getFirst());
            simulation.run(400);
            settle(simulation);
            SimPlace broken = simulation.places.get((int) (seed % 3));
            List<String> planted = breakStorage(broken);
            for (SimPlace place : simulation.places) {
                SimZoneCheck check = new SimZoneCheck(place.nodes.getFirst());
                finish(simulation, check, false); // nobody captures what was done by hand
                assertThat(check.found()).isEqualTo(place == broken ? planted : List.of());
            }
        });
    }

    @Test
    @DisplayName(
            "H64: nothing is found where users go on, hints get lost, and writers are killed, and everything rests at last")
    void finds_nothing_while_users_go_on() {
        seeds(seed -> {
            Simulation simulation = new Simulation(seed, new Trouble(0.3, 0.1, 0.3, 0.05, 0, 0));
            simulation.begin(OPEN);
            simulation.run(500);
            simulation.settle();
            simulation.restoreTrouble();
            List<SimZoneCheck> checks = new ArrayList<>();
            simulation.nodes.forEach(node -> checks.add(new SimZoneCheck(node)));
            for (int n = 0; n < 400; n++) {
                simulation.run(2);
                SimZoneCheck check = checks.get(n % checks.size());
                step(check);
                if (n % 150 == 149) {
                    check.resume();
                }
            }
            settle(simulation);
            for (SimZoneCheck check : checks) {
                finish(simulation, check, true);
                assertThat(check.found()).as(check.left() + simulation.dump()).isEmpty();
            }
        });
    }

    private static void settle(Simulation simulation) {
        try {
            simulation.settle();
        } catch (RuntimeException | AssertionError e) {
            throw new AssertionError(e + "\n" + simulation.dump(), e);
        }
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

    private static boolean step(SimZoneCheck check) {
        try {
            return check.step();
        } catch (StorageException e) {
            return false; // the whole tree is away: later
        }
    }

    private static void finish(Simulation simulation, SimZoneCheck check, boolean others) {
        for (int n = 0; n < 100_000; n++) {
            if (step(check)) {
                continue;
            }
            if (check.isDone()) {
                return;
            }
            simulation.clock.advanceMillis(500);
            if (others) {
                simulation.turn();
            }
        }
        throw new AssertionError("does not come to an end: " + check.left());
    }

    private static void plantFiles(SimPlace place) {
        SimDisk disk = place.disk;
        disk.make(SimTree.inTree("static"), Kind.DIRECTORY, null, new byte[0]);
        disk.make(SimTree.inTree("static/deep"), Kind.DIRECTORY, null, new byte[0]);
        for (String name : List.of("rot", "gone", "short", "mode", "kind", "fine", "deep/a", "deep/b")) {
            disk.make(SimTree.inTree("static/" + name), Kind.FILE, null, bytes("planted " + name));
        }
        disk.make(SimTree.inTree("static/link"), Kind.SYMLINK, "somewhere", new byte[0]);
    }

    /** Breaks what {@link #plantFiles} made, as nobody tells of it; as far as users have left it there. @return what is to be found */
    private static List<String> breakStorage(SimPlace place) {
        SimDisk disk = place.disk;
        List<String> planted = new ArrayList<>();
        Node directory = disk.find(SimTree.inTree("static"));
        if (directory == null || directory.kind != Kind.DIRECTORY) {
            return planted;
        }
        edit(disk, "rot", "CONTENT", planted, node -> node.data = bytes("PLANTED rot"));
        edit(disk, "short", "CONTENT", planted, node -> node.data = bytes("x"));
        edit(disk, "mode", "ATTRIBUTES", planted, node -> node.mode ^= 0100);
        edit(disk, "link", "CONTENT", planted, node -> node.target = "elsewhere");
        replace(disk, "gone", "MISSING", planted, null);
        replace(disk, "kind", "CONTENT", planted, Kind.DIRECTORY);
        replace(disk, "deep", "MISSING", planted, null);
        directory.children.put(
                new org.onecopy.core.Name("new"),
                disk.make(SimTree.inTree("static/new"), Kind.FILE, null, new byte[3]));
        planted.add("EXTRA static/new");
        planted.sort(null);
        return planted;
    }

    private static void edit(SimDisk disk, String name, String kind, List<String> planted, Consumer<Node> edit) {
        Place place = SimTree.inTree("static/" + name);
        Node node = disk.find(place);
        if (node != null && node.kind != Kind.DIRECTORY) {
            edit.accept(node);
            planted.add(kind + " " + place);
        }
    }

    private static void replace(SimDisk disk, String name, String kind, List<String> planted, Kind by) {
        Place place = SimTree.inTree("static/" + name);
        Node node = disk.find(place);
        if (node != null) {
            disk.parent(place).children.remove(place.path().name());
            if (by != null) {
                disk.make(place, by, null, new byte[0]);
            }
            planted.add(kind + " " + place);
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(java.nio.charset.StandardCharsets.UTF_8);
    }

    private static long files(Node node) {
        return node.children.values().stream()
                .mapToLong(child -> child.kind == Kind.DIRECTORY ? files(child) : 1)
                .sum();
    }

    private static String digest(SimNode node) {
        return TreeDigest.of(
                node.agreed, node.agreed.get(Tables.RULES, SimNode.RULE).root(), () -> true);
    }
}
