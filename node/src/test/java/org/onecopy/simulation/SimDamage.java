package org.onecopy.simulation;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.onecopy.core.Extras;
import org.onecopy.core.Kind;
import org.onecopy.core.Name;
import org.onecopy.core.TreePath;
import org.onecopy.core.shown.Entry;
import org.onecopy.core.shown.ShownTree;
import org.onecopy.core.table.Overlay;
import org.onecopy.model.FileId;
import org.onecopy.model.Version;
import org.onecopy.simulation.SimDisk.Node;
import org.onecopy.storage.Place;
import org.onecopy.storage.Stat;

/**
 * What nobody made on purpose: in a zone lies something else than agreed, and the records of its node do not tell. Bytes decay below the
 * fingerprint; of the rest the records are made to say what lies there, as a fault of the node's would.
 */
final class SimDamage {
    static final String LONG = " which is too long to travel inline";
    private static final FileId NOBODYS = FileId.ofPacked(Long.MAX_VALUE - 1);
    private static final List<String> FILES =
            List.of("rot", "longrot", "gone", "short", "mode", "kind", "fine", "busy", "deep/a", "deep/b");

    private final Simulation simulation;
    private final SimPlace place;
    private final SimNode node;
    private final Overlay records;
    private final ShownTree shown;
    private final List<String> planted = new ArrayList<>();

    SimDamage(Simulation simulation, SimPlace place) {
        this.simulation = simulation;
        this.place = place;
        node = place.nodes.getFirst();
        records = new Overlay(node.stored());
        shown = new ShownTree(SimNode.RULE, records);
    }

    /** Users make what is damaged later. */
    static void plantFiles(SimPlace place) {
        SimDisk disk = place.disk;
        disk.make(SimTree.inTree("static"), Kind.DIRECTORY, null, new byte[0]);
        disk.make(SimTree.inTree("static/deep"), Kind.DIRECTORY, null, new byte[0]);
        FILES.forEach(name -> disk.make(
                SimTree.inTree("static/" + name),
                Kind.FILE,
                null,
                bytes("planted " + name + (isLong(name) ? LONG : ""))));
        disk.make(SimTree.inTree("static/link"), Kind.SYMLINK, "somewhere", new byte[0]);
    }

    private static boolean isLong(String name) {
        return name.startsWith("long") || name.equals("deep/b");
    }

    /** @return what a check finds then, as KIND PATH; nothing where a user has taken the directory away */
    List<String> plant() {
        Node directory = place.disk.find(SimTree.inTree("static"));
        if (directory == null || directory.kind != Kind.DIRECTORY || directory.children.size() != 10) {
            return planted;
        }
        edit("rot", "CONTENT", file -> data(file, "PLANTED rot"), null);
        edit("longrot", "CONTENT", file -> data(file, "PLANTED longrot" + LONG), null);
        edit("busy", "CONTENT", file -> data(file, "PLANTED busy"), null);
        edit("short", "CONTENT", file -> data(file, "x"), this::seen);
        edit("mode", "ATTRIBUTES", file -> file.mode ^= 0100, this::seen);
        edit("link", "CONTENT", file -> file.target = "elsewhere", this::seen);
        remove("gone");
        remove("deep");
        remove("kind");
        make("kind", Kind.DIRECTORY, "CONTENT", "");
        make("new", Kind.FILE, "EXTRA", "nobody agreed it");
        make("newdir", Kind.DIRECTORY, "EXTRA", "");
        planted.remove("MISSING static/kind");
        planted.sort(null);
        node.put(records.changes(), true);
        place.disk.flush();
        node.stop(false);
        return planted;
    }

    private void data(Node file, String text) {
        file.data = bytes(text);
        known(file.data);
    }

    /** Not a user's, and not lost where it goes to the trash. */
    private void known(byte[] data) {
        simulation.agreedContents.add(Contents.digest(data));
        simulation.decayed.add(Contents.digest(data));
    }

    private interface Edit {
        void edit(Node node);
    }

    private void edit(String name, String kind, Edit edit, UnaryOperator<Entry> record) {
        Place at = SimTree.inTree("static/" + name);
        Node object = place.disk.find(at);
        edit.edit(object);
        place.disk.damaged(object);
        if (record != null) {
            shown.put(record.apply(entry(at.path())));
        }
        planted.add(kind + " " + at);
    }

    private Entry seen(Entry entry) {
        Node object = place.disk.find(
                new Place(Place.Area.TREE, new TreePath(shown.path(entry).names())));
        Stat stat = SimTree.stat(object, Extras.NONE);
        return entry.withContent(object.kind == Kind.FILE ? Contents.of(object.data, 0) : null, object.target)
                .withSeen(
                        stat.attributes(),
                        stat.fingerprint().token(),
                        stat.identity().token());
    }

    private Entry entry(TreePath path) {
        Entry entry = shown.entry(Entry.ROOT);
        for (Name name : path.names()) {
            entry = shown.child(entry.id(), name);
        }
        return entry;
    }

    private void remove(String name) {
        Place at = SimTree.inTree("static/" + name);
        Node object = place.disk.find(at);
        place.disk.parent(at).children.remove(at.path().name());
        place.disk.damaged(place.disk.parent(at));
        place.judge.userTakes(object); // where its absence is taken for right
        forget(entry(at.path()));
        planted.add("MISSING " + at);
    }

    private void forget(Entry entry) {
        shown.children(entry.id()).forEach(this::forget);
        shown.forget(entry);
    }

    private void make(String name, Kind kind, String finding, String text) {
        Place at = SimTree.inTree("static/" + name);
        Node object = place.disk.make(at, kind, null, bytes(text));
        known(object.data);
        Stat stat = SimTree.stat(object, Extras.NONE);
        shown.put(new Entry(
                shown.nextEntry(),
                entry(SimTree.inTree("static").path()).id(),
                new Name(name),
                kind,
                FileId.ofPacked(NOBODYS.packed() - planted.size()),
                Version.of(0, 1, 1),
                Version.of(0, 1, 1),
                Version.of(0, 1, 1),
                kind == Kind.FILE ? Contents.of(object.data, 0) : null,
                null,
                stat.attributes(),
                stat.fingerprint().token(),
                stat.identity().token(),
                null));
        planted.add(finding + " " + at);
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
