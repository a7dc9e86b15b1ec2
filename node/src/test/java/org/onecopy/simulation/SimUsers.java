package org.onecopy.simulation;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.onecopy.core.Kind;
import org.onecopy.core.TreePath;
import org.onecopy.simulation.SimDisk.Node;
import org.onecopy.storage.Place;

/** The users of one zone: random work within few names, so that they meet each other. */
final class SimUsers {
    private static final String[] NAMES = {"a", "b", "c", "_SUCCESS"};
    private static final int[] MODES = {0600, 0644, 0755};

    private final SimPlace node;
    private final Random random;
    private final Trace trace;
    private final List<Integer> counter;
    private final Simulation simulation;

    SimUsers(Simulation simulation, SimPlace node) {
        this.node = node;
        this.simulation = simulation;
        random = simulation.random;
        trace = simulation.trace;
        counter = simulation.counter;
    }

    private Place somewhere() {
        return somewhere(node);
    }

    private Place somewhere(SimPlace whose) {
        int depth = 1 + random.nextInt(3);
        List<String> names = new ArrayList<>();
        if (simulation.corners) {
            names.add(whose.zone.value());
        }
        for (int n = 0; n < depth; n++) {
            int last = n == depth - 1 && random.nextInt(8) == 0 ? 4 : 3;
            names.add(NAMES[random.nextInt(last)]);
        }
        return Place.inTree(TreePath.parse(String.join("/", names)));
    }

    /** What may be read: with corners, anybody's. */
    private Place anything() {
        return simulation.corners
                ? somewhere(simulation.places.get(random.nextInt(simulation.places.size())))
                : something();
    }

    /** A place of something that is there, where there is anything. */
    private Place something() {
        Place place = somewhere();
        for (int n = 0; n < 20 && node.disk.find(place) == null; n++) {
            place = somewhere();
        }
        return place;
    }

    private byte[] fresh() {
        counter.set(0, counter.get(0) + 1);
        String text = node.zone.value().substring(0, 1) + counter.get(0);
        byte[] data = (random.nextBoolean() ? text : text + "-is-not-inline").getBytes(StandardCharsets.UTF_8);
        node.judge.userWrites(data);
        return data;
    }

    void act() {
        if (simulation.corners && node.disk.find(node.corner()) == null) {
            makeDirectory(node.corner());
        }
        switch (random.nextInt(13)) {
            case 0, 1, 2 -> writeFile(somewhere());
            case 3 -> append(something());
            case 4 -> truncate(something());
            case 5 -> makeDirectory(somewhere());
            case 6 -> remove(something(), false);
            case 7 -> remove(something(), true);
            case 8 -> link(somewhere());
            case 9 -> chmod(something());
            case 10, 11 -> rename(something(), somewhere());
            default -> copy(anything(), somewhere());
        }
    }

    private void say(String what) {
        trace.add(node.zone.value(), "user " + what);
    }

    void writeFile(Place place) {
        Node there = node.disk.find(place);
        if (there != null && there.kind == Kind.FILE && random.nextBoolean()) {
            byte[] data = fresh();
            say("overwrites in place " + place + " with " + Contents.text(data));
            node.judge.userTakes(there);
            node.disk.write(place, there, data);
        } else {
            put(place, fresh());
        }
    }

    /** Makes a file; over a file by rename, over anything else after removing it. */
    private void put(Place place, byte[] data) {
        if (node.disk.parent(place) == null) {
            return;
        }
        Node there = node.disk.find(place);
        if (there != null) {
            if (there.kind == Kind.DIRECTORY && random.nextInt(3) != 0) {
                return;
            }
            node.judge.userTakes(there);
            node.disk.unlink(place);
        }
        say("writes " + place + " with " + Contents.text(data));
        node.disk.make(place, Kind.FILE, null, data);
    }

    private void append(Place place) {
        Node there = node.disk.find(place);
        if (there != null && there.kind == Kind.FILE && there.data.length < 60) {
            byte[] data = (Contents.text(there.data) + "+" + Contents.text(fresh())).getBytes(StandardCharsets.UTF_8);
            say("appends to " + place + ": " + Contents.text(data));
            node.judge.userWrites(data);
            node.judge.userTakes(there);
            node.disk.write(place, there, data);
        }
    }

    private void truncate(Place place) {
        Node there = node.disk.find(place);
        if (there != null && there.kind == Kind.FILE) {
            say("truncates " + place);
            node.judge.userTakes(there);
            node.judge.userWrites(new byte[0]);
            node.disk.write(place, there, new byte[0]);
        }
    }

    void makeDirectory(Place place) {
        Node there = node.disk.find(place);
        if (node.disk.parent(place) == null || (there != null && there.kind == Kind.DIRECTORY)) {
            return;
        }
        if (there != null) {
            if (random.nextInt(3) != 0) {
                return;
            }
            node.judge.userTakes(there);
            node.disk.unlink(place);
        }
        say("makes directory " + place);
        node.disk.make(place, Kind.DIRECTORY, null, new byte[0]);
    }

    void remove(Place place, boolean below) {
        Node there = node.disk.find(place);
        if (there != null && (below || there.children.isEmpty())) {
            say("removes " + place);
            node.judge.userTakes(there);
            node.disk.unlink(place);
        }
    }

    private void link(Place place) {
        Node there = node.disk.find(place);
        if (node.disk.parent(place) == null || (there != null && there.kind == Kind.DIRECTORY)) {
            return;
        }
        if (there != null) {
            node.judge.userTakes(there);
            node.disk.unlink(place);
        }
        counter.set(0, counter.get(0) + 1);
        say("links " + place);
        node.disk.make(place, Kind.SYMLINK, "to" + counter.get(0) % 3, new byte[0]);
    }

    private void chmod(Place place) {
        Node there = node.disk.find(place);
        if (there != null && there.kind != Kind.SYMLINK) {
            int mode = MODES[random.nextInt(MODES.length)] | (there.mode & ~SimExtras.PERMISSIONS);
            if (simulation.preserves && random.nextBoolean()) {
                int extras = SimExtras.bits(random.nextInt(SimExtras.VALUES));
                mode = SimExtras.kept(node.zone.value(), (there.mode & SimExtras.PERMISSIONS) | extras);
            }
            say("chmod " + place + " " + Integer.toOctalString(mode));
            node.disk.attributes(place, there, mode, there.mtime);
        }
    }

    void rename(Place from, Place to) {
        Node there = node.disk.find(from);
        Node over = node.disk.find(to);
        boolean below = to.toString().startsWith(from + "/") || from.toString().startsWith(to + "/");
        if (there == null || node.disk.parent(to) == null || below || there == over) {
            return;
        }
        boolean directories = there.kind == Kind.DIRECTORY;
        if (over != null && (directories != (over.kind == Kind.DIRECTORY) || !over.children.isEmpty())) {
            return;
        }
        say("renames " + from + " to " + to);
        if (over != null) {
            node.judge.userTakes(over);
        }
        node.judge.userMoves(there);
        node.judge.userTakes(there); // a move over a file is a change of that one and a removal of this
        node.disk.move(from, to);
    }

    private void copy(Place from, Place to) {
        Node there = node.disk.find(from);
        Node over = node.disk.find(to);
        if (there != null && there.kind == Kind.FILE && (over == null || over.kind == Kind.FILE)) {
            say("copies " + from + " to " + to);
            node.judge.userMoves(there);
            put(to, there.data.clone());
        }
    }
}
