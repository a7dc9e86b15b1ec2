package org.onecopy.simulation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.onecopy.core.Kind;
import org.onecopy.core.Name;
import org.onecopy.storage.Place;
import org.onecopy.storage.Place.Area;

/**
 * A file system in memory that outlives its processes: a graph of nodes, and what of it is durable. Changes that were not flushed are
 * kept in their order; a loss of power keeps a prefix of them, of which single files may have lost their latest bytes.
 */
@SuppressWarnings({"ArrayRecordComponent", "NonApiType"}) // a model in memory, for tests alone
final class SimDisk {
    /** One object. Its number is never given again. */
    static final class Node {
        final long id;
        final Kind kind;
        byte[] data = {};
        String target;
        int mode;
        long mtime;
        long ctime;

        /** Bytes were put into it in the tree, in the trash or in the held folder, and not by staging. */
        boolean isUsers;

        final TreeMap<Name, Node> children = new TreeMap<>();

        Node(long id, Kind kind) {
            this.id = id;
            this.kind = kind;
            mode = kind == Kind.DIRECTORY ? 0755 : kind == Kind.FILE ? 0644 : 0777;
        }
    }

    /** What one change made of one object: its bytes, its names below, or the rest. */
    private sealed interface Image {
        record Bytes(Node node, byte[] data, long mtime, long ctime) implements Image {}

        record Names(Node node, TreeMap<Name, Node> children) implements Image {}

        record Rest(Node node, int mode, long mtime, long ctime) implements Image {}
    }

    /** Told of bytes that come into the users' tree, and of objects that go. */
    interface Watcher {
        void visible(byte[] data);

        void changed(Area area, List<Name> directory, boolean below, boolean settled);
    }

    private final SimClock clock;
    final Map<Area, Node> roots = new HashMap<>();
    private final Map<Node, byte[]> durableData = new HashMap<>();
    private final Map<Node, long[]> durableRest = new HashMap<>();
    private final Map<Node, TreeMap<Name, Node>> durableNames = new HashMap<>();
    private final List<List<Image>> unflushed = new ArrayList<>();
    private long nextId = 1;
    Watcher watcher;

    SimDisk(SimClock clock, Watcher watcher) {
        this.clock = clock;
        this.watcher = watcher;
        for (Area area : Area.values()) {
            roots.put(area, new Node(nextId++, Kind.DIRECTORY));
        }
        roots.values().forEach(root -> record(List.of(names(root), rest(root))));
        flush();
    }

    private static Image names(Node node) {
        return new Image.Names(node, new TreeMap<>(node.children));
    }

    private static Image rest(Node node) {
        return new Image.Rest(node, node.mode, node.mtime, node.ctime);
    }

    private static Image bytes(Node node) {
        return new Image.Bytes(node, node.data, node.mtime, node.ctime);
    }

    private void record(List<Image> images) {
        unflushed.add(images);
    }

    Node find(Place place) {
        Node node = roots.get(place.area());
        for (Name name : place.path().names()) {
            node = node == null || node.kind != Kind.DIRECTORY ? null : node.children.get(name);
        }
        return node;
    }

    Node parent(Place place) {
        Node parent = find(new Place(place.area(), place.path().parent()));
        return parent == null || parent.kind != Kind.DIRECTORY ? null : parent;
    }

    /** What a hand has made of an object below the file system is as durable as all else. */
    void damaged(Node node) {
        record(node.kind == Kind.FILE ? List.of(bytes(node), rest(node)) : List.of(names(node), rest(node)));
        flush();
    }

    /** A new object at a free name of an existing directory. */
    Node make(Place place, Kind kind, String target, byte[] data) {
        Node node = new Node(nextId++, kind);
        node.target = target;
        node.data = data;
        node.isUsers = place.area() != Area.STAGE;
        node.mtime = clock.stamp();
        node.ctime = node.mtime;
        Node parent = parent(place);
        parent.children.put(place.path().name(), node);
        List<Image> images = new ArrayList<>(List.of(names(parent), names(node), rest(node)));
        record(images);
        record(List.of(bytes(node)));
        tell(place, node);
        return node;
    }

    private void tell(Place place, Node node) {
        if (place.area() == Area.TREE) {
            seen(node);
            List<Name> names = place.path().names();
            watcher.changed(Area.TREE, names.subList(0, names.size() - 1), false, node.kind == Kind.FILE);
            if (node.kind == Kind.DIRECTORY) {
                watcher.changed(Area.TREE, names, true, false);
            }
        }
    }

    private void seen(Node node) {
        if (node.kind == Kind.FILE) {
            watcher.visible(node.data);
        }
        node.children.values().forEach(this::seen);
    }

    void write(Place place, Node node, byte[] data) {
        node.isUsers |= place.area() != Area.STAGE;
        node.data = data;
        node.mtime = clock.stamp();
        node.ctime = node.mtime;
        record(List.of(bytes(node)));
        tell(place, node);
    }

    void attributes(Place place, Node node, int mode, long mtime) {
        node.mode = mode;
        node.mtime = mtime;
        node.ctime = clock.stamp();
        record(List.of(rest(node)));
        tell(place, node);
    }

    void unlink(Place place) {
        Node parent = parent(place);
        parent.children.remove(place.path().name());
        record(List.of(names(parent)));
        hint(place);
    }

    private void hint(Place place) {
        if (place.area() == Area.TREE) {
            watcher.changed(
                    Area.TREE,
                    place.path().names().subList(0, place.path().names().size() - 1),
                    false,
                    false);
        }
    }

    /** Moves an object over whatever lies at the target, which loses its name. */
    void move(Place from, Place to) {
        Node source = parent(from);
        Node target = parent(to);
        Node node = source.children.remove(from.path().name());
        target.children.put(to.path().name(), node);
        node.ctime = clock.stamp();
        record(List.of(names(source), names(target), rest(node)));
        hint(from);
        tell(to, node);
    }

    void exchange(Place one, Place other) {
        Node first = parent(one);
        Node second = parent(other);
        Node a = first.children.get(one.path().name());
        Node b = second.children.get(other.path().name());
        first.children.put(one.path().name(), b);
        second.children.put(other.path().name(), a);
        a.ctime = clock.stamp();
        b.ctime = clock.stamp();
        record(List.of(names(first), names(second), rest(a), rest(b)));
        tell(one, b);
        tell(other, a);
    }

    void flush() {
        unflushed.forEach(images -> images.forEach(this::apply));
        unflushed.clear();
    }

    private void apply(Image image) {
        switch (image) {
            case Image.Bytes bytes -> {
                durableData.put(bytes.node, bytes.data);
                mergeTimes(bytes.node, bytes.mtime, bytes.ctime);
            }
            case Image.Names names -> durableNames.put(names.node, names.children);
            case Image.Rest rest -> durableRest.put(rest.node, new long[] {rest.mode, rest.mtime, rest.ctime});
        }
    }

    private void mergeTimes(Node node, long mtime, long ctime) {
        long[] rest = durableRest.get(node);
        durableRest.put(node, new long[] {rest == null ? node.mode : rest[0], mtime, ctime});
    }

    /**
     * The power goes: a random prefix of the changes since the last flush survives, and some files lose their bytes from some change
     * on. @return the bytes that are lost
     */
    List<byte[]> losePower(Random random) {
        List<byte[]> before = new ArrayList<>();
        roots.values().forEach(root -> collect(root, before, new HashSet<>()));
        unflushed.forEach(images -> images.forEach(image -> {
            if (image instanceof Image.Bytes bytes) {
                before.add(bytes.data);
            }
        }));
        int cut = random.nextInt(unflushed.size() + 1);
        Set<Node> stale = new HashSet<>();
        for (List<Image> images : unflushed.subList(0, cut)) {
            for (Image image : images) {
                if (image instanceof Image.Bytes bytes && random.nextInt(6) == 0) {
                    stale.add(bytes.node);
                }
                boolean lost = image instanceof Image.Bytes bytes && stale.contains(bytes.node);
                if (!lost) {
                    apply(image);
                }
            }
        }
        unflushed.clear();
        rebuild();
        return before;
    }

    private void rebuild() {
        Set<Node> done = new HashSet<>();
        roots.values().forEach(root -> rebuild(root, done));
    }

    private void rebuild(Node node, Set<Node> done) {
        if (!done.add(node)) {
            return;
        }
        node.data = durableData.getOrDefault(node, new byte[0]);
        long[] rest = durableRest.get(node);
        if (rest != null) {
            node.mode = (int) rest[0];
            node.mtime = rest[1];
            node.ctime = rest[2];
        }
        node.children.clear();
        node.children.putAll(durableNames.getOrDefault(node, new TreeMap<>()));
        node.children.values().forEach(child -> rebuild(child, done));
    }

    void collect(Node node, List<byte[]> into, Set<Node> done) {
        if (done.add(node)) {
            if (node.kind == Kind.FILE) {
                into.add(node.data);
            }
            node.children.values().forEach(child -> collect(child, into, done));
        }
    }

    /** The objects below a directory, by path: what users see. */
    TreeMap<String, String> print(Area area) {
        TreeMap<String, String> lines = new TreeMap<>();
        print(roots.get(area), "", lines);
        return lines;
    }

    private void print(Node node, String path, TreeMap<String, String> lines) {
        node.children.forEach((name, child) -> {
            String at = path.isEmpty() ? name.value() : path + "/" + name.value();
            lines.put(at, describe(child));
            print(child, at, lines);
        });
    }

    private static String describe(Node node) {
        return switch (node.kind) {
            case DIRECTORY -> "dir " + Integer.toOctalString(node.mode);
            case SYMLINK -> "link " + node.target;
            case FILE ->
                "file " + Integer.toOctalString(node.mode) + " " + node.data.length + " " + Contents.text(node.data);
        };
    }

    boolean sameBytes(Node node, byte[] data) {
        return Arrays.equals(node.data, data);
    }

    /** What lies in the users' tree, to be put back one day. */
    TreeMap<String, Node> backup() {
        TreeMap<String, Node> copies = new TreeMap<>();
        backup(roots.get(Area.TREE), "", copies);
        return copies;
    }

    private void backup(Node node, String path, TreeMap<String, Node> into) {
        node.children.forEach((name, child) -> {
            String at = path.isEmpty() ? name.value() : path + "/" + name.value();
            Node copy = new Node(child.id, child.kind);
            copy.data = child.data;
            copy.target = child.target;
            copy.mode = child.mode;
            into.put(at, copy);
            backup(child, at, into);
        });
    }

    /** A storage as it was, with new objects and an empty working area. */
    void restore(Map<String, Node> backup) {
        roots.values().forEach(root -> {
            root.children.clear();
            record(List.of(names(root)));
        });
        backup.forEach((path, copy) -> {
            Place place = Place.inTree(org.onecopy.core.TreePath.parse(path));
            Node made = make(place, copy.kind, copy.target, copy.data);
            made.mode = copy.mode;
            record(List.of(rest(made)));
        });
        flush();
    }
}
