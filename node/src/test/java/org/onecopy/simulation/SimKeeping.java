package org.onecopy.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.onecopy.core.Kind;
import org.onecopy.core.Name;
import org.onecopy.core.namespace.Command;
import org.onecopy.core.namespace.Tables;
import org.onecopy.core.retention.TrimPlan;
import org.onecopy.core.shown.ShownTables;
import org.onecopy.materialize.TrashFigures;
import org.onecopy.materialize.TrashSweep;
import org.onecopy.simulation.SimDisk.Node;
import org.onecopy.storage.Place;
import org.onecopy.storage.Place.Area;
import org.onecopy.writer.WriterLimits;

/**
 * What a long life brings, in seconds: some leader lets the membership age and trims, zones empty their trash, and programs go on
 * writing to files that were replaced or removed under them. Has dice of its own, so that seeds without it stay as they are.
 */
final class SimKeeping {
    private static final TrimPlan.Limits LIMITS = new TrimPlan.Limits(300, 2_500, Long.MAX_VALUE, Long.MAX_VALUE);
    private static final long TRASH_MILLIS = 2_000;

    private final Simulation simulation;
    private final Random random;
    final boolean isOn;
    int parkedMax = 10_000;
    int pendingMax = 10_000;
    long stagedMax;
    boolean mayPropose = true;

    SimKeeping(Simulation simulation, long seed, boolean isOn) {
        this.simulation = simulation;
        this.isOn = isOn;
        stagedMax = isOn ? 20 : Long.MAX_VALUE;
        random = new Random(seed * 31 + 7);
    }

    WriterLimits limits(TrashFigures figures) {
        long keep = isOn ? TRASH_MILLIS : Long.MAX_VALUE / 2;
        return new WriterLimits(
                parkedMax,
                stagedMax,
                0,
                new TrashSweep.Limits(keep, keep / 2, isOn ? 60 : Long.MAX_VALUE, 0, 400_000_000L),
                figures,
                nanos -> {},
                () -> mayPropose);
    }

    /** Between two other events. */
    void event() {
        if (isOn && random.nextInt(10) == 0) {
            lead();
        }
        if (isOn && random.nextInt(20) == 0) {
            writeToTrash();
        }
    }

    /** What the leader's node proposes, whichever node that is, from what it has applied. */
    void lead() {
        SimNode node = simulation.nodes.get(random.nextInt(simulation.nodes.size()));
        List<Command> due = new ArrayList<>(List.of(new Command.Age(simulation.clock.wallMillis())));
        due.addAll(TrimPlan.of(node.agreed, SimNode.RULE, node.applied, LIMITS));
        due.forEach(command -> simulation.agreement.propose("leader", command, agreed -> {}));
    }

    /** A program has had a file open since before it was replaced or removed, and still writes to it. */
    private void writeToTrash() {
        SimNode node = simulation.nodes.get(random.nextInt(simulation.nodes.size()));
        List<Name> files = new ArrayList<>();
        node.disk.roots.get(Area.TRASH).children.forEach((name, object) -> {
            if (object.kind == Kind.FILE) {
                files.add(name);
            }
        });
        if (files.isEmpty()) {
            return;
        }
        Place place = Place.item(Area.TRASH, files.get(random.nextInt(files.size())));
        Node object = node.disk.find(place);
        simulation.counter.set(0, simulation.counter.get(0) + 1);
        byte[] data = ("late" + simulation.counter.get(0)).getBytes(StandardCharsets.UTF_8);
        simulation.trace.add(node.zone.value(), "a program writes to " + place + ": " + Contents.text(data));
        node.judge.userWrites(data);
        node.judge.userTakes(object);
        node.disk.write(place, object, data);
    }

    /** At the end everything that was passed is forgotten, and the trash is empty. */
    void check() {
        if (!isOn) {
            return;
        }
        for (SimNode node : simulation.nodes) {
            assertThat(node.disk.print(Area.TRASH)).as("trash of " + node.zone).isEmpty();
            assertThat(node.stored().all(ShownTables.TRASH))
                    .as("trash rows of " + node.zone)
                    .isEmpty();
            for (var table : List.of(Tables.JOURNAL, Tables.TOMBSTONES, Tables.OVERWRITTEN)) {
                assertThat(node.agreed.all(table))
                        .as(table + " of " + node.zone)
                        .isEmpty();
            }
        }
    }
}
