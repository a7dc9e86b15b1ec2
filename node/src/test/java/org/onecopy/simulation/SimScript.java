package org.onecopy.simulation;

import java.nio.charset.StandardCharsets;
import org.onecopy.core.Kind;
import org.onecopy.core.TreePath;
import org.onecopy.core.namespace.Command;
import org.onecopy.core.namespace.RuleDefinition.GuardPolicy;
import org.onecopy.core.namespace.Tables;
import org.onecopy.simulation.SimDisk.Node;
import org.onecopy.simulation.Simulation.Trouble;
import org.onecopy.storage.Place;

/**
 * Three zones whose steps a test orders by hand: users act, one zone looks at what they did and proposes it, proposals are agreed, one
 * zone hears of what was agreed. What is longer than {@link SimWork#INLINE_MAX} bytes has to be fetched.
 */
final class SimScript {
    private static final GuardPolicy OPEN = new GuardPolicy(1_000_000, 100, 1_000_000, 600_000);

    final Simulation simulation;
    final SimNode athens;
    final SimNode berlin;
    final SimNode cairo;

    SimScript(Simulation simulation) {
        this.simulation = simulation;
        athens = simulation.nodes.get(0);
        berlin = simulation.nodes.get(1);
        cairo = simulation.nodes.get(2);
    }

    /** Three zones without trouble, and a rule that all have joined. */
    static SimScript begun() {
        return begun(new Simulation(1, Trouble.NONE));
    }

    /** The same, with a rule that preserves what there is. */
    static SimScript preserving() {
        Simulation simulation = new Simulation(1, Trouble.NONE);
        simulation.preserves = true;
        return begun(simulation);
    }

    static SimScript begun(Simulation simulation) {
        SimScript script = new SimScript(simulation);
        simulation.begin(OPEN);
        script.everybody();
        return script;
    }

    /** All zones do all that there is to do. */
    void everybody() {
        for (int n = 0; n < 40; n++) {
            simulation.turn();
            simulation.clock.advanceMillis(250);
        }
    }

    /** A zone does what there is to do as far as it has heard, and proposes; nothing is agreed meanwhile. */
    void look(SimNode node) {
        for (int n = 0; n < 8; n++) {
            step(node);
            simulation.clock.advanceMillis(250);
        }
    }

    /** As {@link #look} at one moment: nothing new is proposed of files that are not quiet yet. */
    void step(SimNode node) {
        for (int n = 0; n < 50; n++) {
            while (!node.place.hints.isEmpty()) {
                node.place.hint();
            }
            while (!node.work.isIdle()) {
                node.work.step();
            }
            node.poll();
        }
    }

    /** A zone looks, and what it has proposed is agreed. */
    void propose(SimNode node) {
        look(node);
        simulation.agreement.settle(node.id.value());
    }

    /** The leader gives a zone a new epoch without being asked: its node does not know any more what the storage may show. */
    void replaceWriter(SimNode node) {
        long epoch = node.agreed
                .get(Tables.ZONES, new Tables.ZoneKey(SimNode.RULE, node.zone))
                .epoch();
        simulation.agreement.log.add(new Command.AssignWriter(SimNode.RULE, node.zone, node.id, epoch));
    }

    /** All proposals are lost. */
    void lose() {
        simulation.agreement.quorum = false;
        simulation.agreement.settle();
        simulation.agreement.quorum = true;
    }

    /** A zone hears of all that is agreed, and does nothing about it yet. */
    void hear(SimNode node) {
        while (node.deliver()) {
            // the next one
        }
    }

    static Place place(String path) {
        return Place.inTree(TreePath.parse(path));
    }

    Node at(SimNode node, String path) {
        return node.disk.find(place(path));
    }

    void make(SimNode node, String path) {
        node.disk.make(place(path), Kind.DIRECTORY, null, new byte[0]);
    }

    /** A user makes a file, or overwrites it in place. */
    void write(SimNode node, String path, String text) {
        byte[] data = text.getBytes(StandardCharsets.UTF_8);
        node.judge.userWrites(data);
        Node there = at(node, path);
        if (there == null) {
            node.disk.make(place(path), Kind.FILE, null, data);
        } else {
            node.judge.userTakes(there);
            node.disk.write(place(path), there, data);
        }
    }

    void remove(SimNode node, String path) {
        node.judge.userTakes(at(node, path));
        node.disk.unlink(place(path));
    }

    void rename(SimNode node, String from, String to) {
        node.judge.userMoves(at(node, from));
        node.judge.userTakes(at(node, from));
        node.disk.move(place(from), place(to));
    }

    void chmod(SimNode node, String path, int mode) {
        Node there = at(node, path);
        node.disk.attributes(place(path), there, mode, there.mtime);
    }

    /** No hint at what users of a zone did comes through. */
    void unseen(SimNode node) {
        node.place.hints.clear();
    }
}
