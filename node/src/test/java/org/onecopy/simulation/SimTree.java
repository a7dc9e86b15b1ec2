package org.onecopy.simulation;

import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.onecopy.core.Attributes;
import org.onecopy.core.Extras;
import org.onecopy.core.Kind;
import org.onecopy.core.Name;
import org.onecopy.core.Preserve;
import org.onecopy.core.TreePath;
import org.onecopy.model.ProblemCode;
import org.onecopy.problem.StorageException;
import org.onecopy.simulation.SimDisk.Node;
import org.onecopy.storage.Ability;
import org.onecopy.storage.Capabilities;
import org.onecopy.storage.ContentReader;
import org.onecopy.storage.Fingerprint;
import org.onecopy.storage.HintSink;
import org.onecopy.storage.ObjectIdentity;
import org.onecopy.storage.Place;
import org.onecopy.storage.Place.Area;
import org.onecopy.storage.StageWriter;
import org.onecopy.storage.Stat;
import org.onecopy.storage.Step;
import org.onecopy.storage.Tree;
import org.onecopy.storage.Watch;

/** A process's access to a disk: each changing step may fail, or be the process's last. */
final class SimTree implements Tree {
    private final SimDisk disk;
    private final SimFaults faults;
    private final Trace trace;
    private final String zone;
    private final String node;
    private final Judge judge;
    private Set<Preserve> preserve = Set.of();

    SimTree(SimDisk disk, SimFaults faults, Trace trace, String zone, String node, Judge judge) {
        this.node = node;
        this.disk = disk;
        this.faults = faults;
        this.trace = trace;
        this.zone = zone;
        this.judge = judge;
    }

    @Override
    public void preserve(Set<Preserve> kinds) {
        preserve = kinds;
    }

    @Override
    public Attributes shown(Attributes agreed) {
        return SimExtras.shown(agreed, zone);
    }

    @Override
    public Capabilities capabilities() {
        return Capabilities.ALL.without(Ability.OWNERS, Ability.DURABLE_STEPS);
    }

    private void look() {
        if (faults.unavailable) {
            throw new StorageException(ProblemCode.STORAGE_UNAVAILABLE, "gone away", null);
        }
    }

    /** Before and after each change: the process may stop here. */
    private void mayCrash(String where) {
        if (faults.crashIn >= 0 && faults.crashIn-- == 0) {
            throw new Crash(where);
        }
    }

    private void change(String what, Place... places) {
        look();
        mayCrash("before " + what);
        for (Place place : places) {
            for (Name name : place.path().names()) {
                if (place.area() == Area.TREE && faults.denied.contains(name.value())) {
                    throw new StorageException(ProblemCode.STORAGE_DENIED, "denied: " + place, null);
                }
            }
        }
        trace.add(node, "      " + what);
    }

    @Override
    public ObjectIdentity rootIdentity() {
        look();
        return new ObjectIdentity(faults.unmounted ? "other" : "root-" + zone);
    }

    @Override
    public long spaceAvailable() {
        return faults.noSpace ? 0 : Long.MAX_VALUE;
    }

    private Stat stat(Node node) {
        return stat(node, node.kind == Kind.SYMLINK ? Extras.NONE : SimExtras.of(node.mode, preserve, zone));
    }

    static Stat stat(Node node, Extras extras) {
        boolean directory = node.kind == Kind.DIRECTORY;
        String token = directory
                ? "n" + node.id + ":" + Integer.toOctalString(node.mode)
                : "n" + node.id + ":" + node.data.length + ":" + node.mtime + ":" + node.ctime;
        long mtime = node.kind == Kind.FILE ? node.mtime : 0;
        return new Stat(
                node.kind,
                node.data.length,
                new Attributes(node.mode & SimExtras.PERMISSIONS, "", "", mtime, extras),
                new Fingerprint(token),
                new ObjectIdentity("n" + node.id),
                node.target,
                1);
    }

    @Override
    public Stat stat(Place place) {
        look();
        Node node = find(place);
        return node == null ? null : stat(node);
    }

    /** The directory of a place, unless another one than the wanted has its path. */
    private Node parent(Place place) {
        Node parent = disk.parent(place);
        boolean other = parent != null
                && place.directory() != null
                && !stat(parent).identity().equals(place.directory());
        return other ? null : parent;
    }

    private Node find(Place place) {
        return faults.unmounted && place.area() == Area.TREE && !place.path().isRoot() ? null : disk.find(place);
    }

    @Override
    public boolean list(Place directory, ListSink sink) {
        look();
        Node node = find(directory);
        if (node == null || node.kind != Kind.DIRECTORY) {
            return false;
        }
        if (faults.unmounted && directory.area() == Area.TREE) {
            return true;
        }
        for (Map.Entry<Name, Node> child : new TreeMap<>(node.children).entrySet()) {
            sink.entry(child.getKey(), stat(child.getValue()));
        }
        return true;
    }

    @Override
    public ContentReader read(Place place) {
        look();
        Node node = find(place);
        return node == null || node.kind != Kind.FILE
                ? null
                : new Reader(node, SimExtras.of(node.mode, preserve, zone));
    }

    /** Reads one object. */
    private record Reader(Node node, Extras extras) implements ContentReader {
        @Override
        public Stat stat() {
            return SimTree.stat(node, extras);
        }

        @Override
        public int read(long position, ByteBuffer into) {
            int count = (int) Math.min(into.remaining(), node.data.length - position);
            into.put(node.data, (int) position, Math.max(0, count));
            return count <= 0 ? -1 : count;
        }

        @Override
        public void close() {}
    }

    @Override
    public StageWriter stage(Name name, long length) {
        look();
        if (faults.noSpace) {
            throw new StorageException(ProblemCode.STORAGE_NO_SPACE, "full", null);
        }
        return new Staged(Place.item(Area.STAGE, name), new byte[(int) length]);
    }

    private final class Staged implements StageWriter {
        private final Place place;
        private final byte[] data;

        Staged(Place place, byte[] data) {
            this.place = place;
            this.data = data;
        }

        @Override
        public void write(long position, ByteBuffer bytes) {
            bytes.get(data, (int) position, bytes.remaining());
        }

        @Override
        public Stat finish(Attributes attributes) {
            change("stage " + place + " " + Contents.text(data), place);
            Node node = disk.find(place);
            if (node == null || node.kind != Kind.FILE) {
                node = disk.make(place, Kind.FILE, null, data);
            } else {
                disk.write(place, node, data);
            }
            mayCrash("in staging");
            disk.attributes(place, node, SimExtras.set(node, attributes, preserve, zone), attributes.mtimeNanos());
            mayCrash("after staging");
            return stat(node);
        }

        @Override
        public void close() {}
    }

    @Override
    public Step makeDirectory(Place place, Attributes attributes) {
        change("mkdir " + place, place);
        if (parent(place) == null) {
            return new Step.Missing();
        }
        Node there = disk.find(place);
        if (there != null) {
            return new Step.TargetExists(stat(there));
        }
        Node made = disk.make(place, Kind.DIRECTORY, null, new byte[0]);
        if (attributes.mode() >= 0) {
            disk.attributes(place, made, SimExtras.set(made, attributes, preserve, zone), 0);
        }
        mayCrash("after mkdir " + place);
        return new Step.Done(stat(made));
    }

    @Override
    public Step makeLink(Place place, String target) {
        change("symlink " + place + " -> " + target, place);
        if (parent(place) == null) {
            return new Step.Missing();
        }
        Node there = disk.find(place);
        if (there != null) {
            return new Step.TargetExists(stat(there));
        }
        Node made = disk.make(place, Kind.SYMLINK, target, new byte[0]);
        mayCrash("after symlink " + place);
        return new Step.Done(stat(made));
    }

    @Override
    public Step move(Place from, Place to) {
        change("move " + from + " -> " + to, from, to);
        Node node = disk.find(from);
        if (node == null || parent(from) == null || parent(to) == null) {
            return new Step.Missing();
        }
        Node there = disk.find(to);
        if (there != null) {
            return new Step.TargetExists(stat(there));
        }
        judge.displaced(node, from, to);
        disk.move(from, to);
        mayCrash("after move " + from);
        return new Step.Done(stat(node));
    }

    @Override
    public Step replace(Place from, Place to, Place displaced) {
        change("replace " + from + " -> " + to + " -> " + displaced, from, to);
        Node node = disk.find(from);
        Node there = disk.find(to);
        if (node == null || there == null || parent(to) == null) {
            return new Step.Missing();
        }
        disk.exchange(from, to);
        mayCrash("in replace of " + to);
        if (disk.find(displaced) != null) {
            throw new IllegalStateException("the place for what is displaced is taken: " + displaced);
        }
        judge.displaced(there, from, displaced);
        disk.move(from, displaced);
        mayCrash("after replace of " + to);
        return new Step.Replaced(stat(node), stat(there));
    }

    @Override
    public boolean differByMoveOnly(Fingerprint before, Fingerprint after) {
        return withoutCtime(before.token()).equals(withoutCtime(after.token()));
    }

    private static String withoutCtime(String token) {
        return token.chars().filter(c -> c == ':').count() < 3 ? token : token.substring(0, token.lastIndexOf(':'));
    }

    @Override
    public Step setAttributes(Place place, Attributes attributes) {
        change("setattr " + place + " " + Integer.toOctalString(SimExtras.bits(attributes, 0)), place);
        Node node = disk.find(place);
        if (node == null) {
            return new Step.Missing();
        }
        int mode = SimExtras.set(node, attributes, preserve, zone);
        disk.attributes(place, node, mode, node.kind == Kind.FILE ? attributes.mtimeNanos() : node.mtime);
        mayCrash("after setattr " + place);
        return new Step.Done(stat(node));
    }

    @Override
    public Step removeDirectory(Place place) {
        change("rmdir " + place, place);
        Node node = disk.find(place);
        if (node == null || node.kind != Kind.DIRECTORY) {
            return new Step.Missing();
        }
        if (!node.children.isEmpty()) {
            return new Step.NotEmpty();
        }
        Stat before = stat(node);
        disk.unlink(place);
        mayCrash("after rmdir " + place);
        return new Step.Done(before);
    }

    @Override
    public void purge(Place item) {
        look();
        Node node = disk.find(item);
        if (node != null) {
            change("purge " + item, item);
            judge.purged(node, item);
            disk.unlink(item);
            mayCrash("after purge " + item);
        }
    }

    @Override
    public void flush() {
        look();
        mayCrash("before flush");
        disk.flush();
        mayCrash("after flush");
    }

    @Override
    public Watch watch(HintSink sink) {
        return null; // the simulation brings the hints, late and twice
    }

    @Override
    public void close() {}

    static Place inTree(String path) {
        return Place.inTree(TreePath.parse(path));
    }
}
