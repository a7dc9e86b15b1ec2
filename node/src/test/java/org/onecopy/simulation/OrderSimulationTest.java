package org.onecopy.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.onecopy.core.Kind;
import org.onecopy.core.Name;
import org.onecopy.core.TreePath;
import org.onecopy.core.namespace.Command;
import org.onecopy.core.namespace.Inode;
import org.onecopy.core.namespace.Namespace;
import org.onecopy.core.namespace.RuleDefinition.GuardPolicy;
import org.onecopy.core.namespace.RuleRow;
import org.onecopy.core.namespace.Tables;
import org.onecopy.core.shown.Hole;
import org.onecopy.core.shown.ShownTables;
import org.onecopy.model.FileId;
import org.onecopy.model.Version;
import org.onecopy.simulation.Simulation.Trouble;
import org.onecopy.storage.Place;
import org.onecopy.storage.Place.Area;

/**
 * What a zone shows while it catches up, looked at after every single step: contents come late or not at all for a while, so that there
 * are holes, with rules of both visibilities (by seed).
 */
final class OrderSimulationTest {
    private static final GuardPolicy OPEN = new GuardPolicy(1_000_000, 100, 1_000_000, 600_000);
    private static final int SEEDS = Integer.getInteger("onecopy.seeds", 40);
    private static final List<String> PARTS = List.of("part-1", "part-2", "part-3", "part-4", "zz-part");

    @Test
    @DisplayName("H27: a marker never appears before what it announces")
    void never_shows_a_marker_before_its_data() {
        for (long seed = 1; seed <= SEEDS; seed++) {
            markers(seed, false);
        }
    }

    @Test
    @DisplayName("H27, H83: nor in a zone that reconciles, because it comes late")
    void never_shows_a_marker_before_its_data_in_a_zone_that_comes_late() {
        for (long seed = 1; seed <= SEEDS; seed++) {
            markers(seed, true);
        }
    }

    private static void markers(long seed, boolean late) {
        Simulation simulation = new Simulation(seed, Trouble.NONE);
        simulation.late = late;
        simulation.begin(OPEN);
        SimNode origin = simulation.nodes.getFirst();
        for (int n = 0; n < 200; n++) {
            step(simulation);
        }
        simulation.fetchTrouble = 1;
        make(origin, "out", Kind.DIRECTORY);
        PARTS.forEach(part -> make(origin, "out/" + part, Kind.FILE));
        until(simulation, () -> PARTS.stream().allMatch(part -> isAgreed(origin, part)), seed);
        make(origin, "out/_SUCCESS", Kind.FILE);
        if (late) {
            until(simulation, () -> isAgreed(origin, "_SUCCESS"), seed);
            simulation.addLateZone();
        }
        for (int n = 0; n < 1500; n++) {
            simulation.fetchTrouble = n < 700 ? 0.9 : 0.3;
            step(simulation);
            for (SimNode node : simulation.nodes) {
                if (node != origin && node.disk.find(at("out/_SUCCESS")) != null) {
                    for (String part : PARTS) {
                        if (node.disk.find(at("out/" + part)) == null) {
                            fail("seed " + seed + ": " + part + " in " + node.zone + "\n" + simulation.trace);
                        }
                    }
                }
            }
        }
        simulation.settle();
        assertThat(simulation.nodes.getLast().disk.find(at("out/_SUCCESS"))).isNotNull();
    }

    private static boolean isAgreed(SimNode node, String name) {
        return node.agreed.all(Tables.INODES).values().stream()
                .anyMatch(row -> ((Inode) row).name().value().equals(name));
    }

    private static Place at(String path) {
        return Place.inTree(TreePath.parse(path));
    }

    private static void make(SimNode node, String path, Kind kind) {
        byte[] data = kind == Kind.FILE
                ? (path + " is too long to travel inline").getBytes(StandardCharsets.UTF_8)
                : new byte[0];
        if (kind == Kind.FILE) {
            node.judge.userWrites(data);
        }
        node.disk.make(at(path), kind, null, data);
        List<Name> names = TreePath.parse(path).names();
        node.place.changed(Area.TREE, names.subList(0, names.size() - 1), false, kind == Kind.FILE);
    }

    private static void until(Simulation simulation, java.util.function.BooleanSupplier condition, long seed) {
        for (int n = 0; !condition.getAsBoolean(); n++) {
            assertThat(n).as("steps, seed " + seed).isLessThan(20_000);
            step(simulation);
        }
    }

    /** One random step of anybody but a user. */
    private static void step(Simulation simulation) {
        SimNode node = simulation.nodes.get(simulation.random.nextInt(simulation.nodes.size()));
        switch (simulation.random.nextInt(6)) {
            case 0, 1 -> node.poll();
            case 2 -> node.deliver();
            case 3 -> simulation.agreement.step();
            case 4 -> node.work.step();
            default -> {
                node.place.hint();
                simulation.clock.advanceMillis(simulation.random.nextInt(300));
            }
        }
    }

    @Test
    @DisplayName("H28: a zone without users shows what serial application shows, but for its holes, after every step")
    void always_shows_a_prefix_without_its_holes() {
        int[] holes = {0};
        for (long seed = 1; seed <= SEEDS; seed++) {
            Simulation simulation = new Simulation(seed, Trouble.NONE);
            simulation.begin(OPEN);
            simulation.fetchTrouble = 0.8;
            for (int n = 0; n < 3000; n++) {
                if (n % 12 == 0 && n < 1500) {
                    simulation.users(0).act();
                }
                step(simulation);
                if (n % 5 == 0) {
                    holes[0] += compare(simulation, simulation.nodes.get(1), seed);
                }
            }
            simulation.settle();
        }
        assertThat(holes[0]).as("holes that were looked at").isPositive();
    }

    /** @return how many holes there were */
    private static int compare(Simulation simulation, SimNode node, long seed) {
        Version lowWater = node.shown().cursor().lowWater();
        MemTables tables = new MemTables();
        for (int index = 1; index <= lowWater.index(); index++) {
            Command command = simulation.agreement.log.get(index);
            tables.apply(Namespace.apply(tables, 0, index, command).changes());
        }
        boolean whole = tables.all(Tables.JOURNAL).keySet().stream()
                .allMatch(key -> !((Tables.JournalKey) key).version().isAfter(lowWater));
        RuleRow rule = tables.get(Tables.RULES, SimNode.RULE);
        if (!whole || rule == null || node.shown().reconciling() != null) {
            return 0; // between two effects of one agreement
        }
        Set<FileId> open = new HashSet<>();
        node.stored().all(ShownTables.HOLES).values().forEach(hole -> open.add(((Hole) hole).file()));
        Map<String, String> actual = node.disk.print(Area.TREE);
        Map<String, String> expected = new TreeMap<>();
        collect(tables, node.agreed, rule.root(), "", open, expected);
        expected.forEach((path, what) -> {
            if (!actual.getOrDefault(path, "").startsWith(what)) {
                fail("seed " + seed + ": " + path + " in " + node.zone + " at " + lowWater + ", holes " + open + "\n"
                        + simulation.dump());
            }
        });
        return open.size();
    }

    /** Everything that no hole is about, nor anything above it, and whose content nobody has replaced since. */
    private static void collect(
            MemTables tables,
            MemTables latest,
            FileId directory,
            String path,
            Set<FileId> open,
            Map<String, String> expected) {
        tables.all(Tables.CHILDREN).forEach((key, value) -> {
            Tables.ChildKey child = (Tables.ChildKey) key;
            Inode inode = tables.get(Tables.INODES, (FileId) value);
            if (!child.parent().equals(directory) || open.contains(inode.id())) {
                return;
            }
            Inode now = latest.get(Tables.INODES, inode.id());
            boolean merged = now == null || !now.isLive() || now.written().isAfter(inode.written());
            String at = path.isEmpty() ? child.name().value() : path + "/" + child.name();
            if (!merged) {
                expected.put(at, inode.kind() == Kind.DIRECTORY ? "dir" : inode.kind() == Kind.FILE ? "file" : "link");
            }
            collect(tables, latest, inode.id(), at, open, expected);
        });
    }
}
