package org.onecopy.core.namespace;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.onecopy.core.Acl;
import org.onecopy.core.AclEntry;
import org.onecopy.core.Attributes;
import org.onecopy.core.Content;
import org.onecopy.core.Extras;
import org.onecopy.core.Kind;
import org.onecopy.core.Name;
import org.onecopy.core.Xattrs;
import org.onecopy.model.FileId;
import org.onecopy.model.ZoneName;

/**
 * One zone as it sees the tree: as agreed at its last look, with its own changes on top. It changes its tree at random and
 * proposes that late, often twice.
 */
final class RandomZone {
    private static final List<String> NAMES = List.of("a", "b", "c", "data", "é😀".repeat(42));

    final ZoneName name;
    /** The log's index at the last look. */
    long lookedAt;

    private final Scene scene;
    private final SplittableRandom random;
    private final List<Step> steps = new ArrayList<>();
    private final List<Node> nodes = new ArrayList<>();
    private long epoch;
    private int proposed;

    RandomZone(ZoneName name, Scene scene, SplittableRandom random) {
        this.name = name;
        this.scene = scene;
        this.random = random;
        look();
    }

    /** An operation, with what it destroys as far as this zone knows, see {@link #body}. */
    record Step(Operation operation, @Nullable String destroys) {}

    /** What a file or link holds, as a text; null for a directory. */
    static @Nullable String body(@Nullable Content content, @Nullable String target) {
        return content != null ? content.digest().toString() : target;
    }

    /** One entry of this zone's tree. */
    private static final class Node {
        final Ref ref;
        final Kind kind;
        final Map<Name, Node> children = new TreeMap<>();

        @Nullable
        Node parent;

        Name name;

        @Nullable
        String body;

        Base written;
        Base placed;
        Base attributed;

        Node(Ref ref, Kind kind, @Nullable Node parent, Name name, Base written, Base placed, Base attributed) {
            this.ref = ref;
            this.kind = kind;
            this.parent = parent;
            this.name = name;
            this.written = written;
            this.placed = placed;
            this.attributed = attributed;
            if (parent != null) {
                parent.children.put(name, this);
            }
        }

        boolean isAtOrBelow(Node other) {
            for (Node step = this; step != null; step = step.parent) {
                if (step == other) {
                    return true;
                }
            }
            return false;
        }
    }

    boolean isMember() {
        return scene.tables.get(Tables.ZONES, new Tables.ZoneKey(Scene.RULE, name)) != null;
    }

    Step step(OpId id) {
        return steps.get((int) id.number() - 1);
    }

    /** Sees the tree as it is agreed now; own changes must all have been proposed. A new writer forgets everything else. */
    void look() {
        if (!isMember()) {
            return;
        }
        if (scene.zone(name).epoch() != epoch) {
            epoch = scene.zone(name).epoch();
            steps.clear();
            proposed = 0;
        }
        if (proposed < steps.size()) {
            return;
        }
        lookedAt = scene.index;
        nodes.clear();
        Map<FileId, Node> known = new HashMap<>();
        for (Inode inode : scene.tables.rows(Tables.INODES).values()) {
            if (inode.isLive()) {
                show(inode, known);
            }
        }
    }

    private Node show(Inode inode, Map<FileId, Node> known) {
        Node present = known.get(inode.id());
        if (present != null) {
            return present;
        }
        Node parent = inode.isRoot() ? null : show(scene.inode(inode.parent()), known);
        Node node = new Node(
                new Ref.Known(inode.id()),
                inode.kind(),
                parent,
                inode.name(),
                new Base.Seen(inode.written()),
                new Base.Seen(inode.placed()),
                new Base.Seen(inode.attributed()));
        node.body = body(inode.content(), inode.target());
        known.put(inode.id(), node);
        nodes.add(node);
        return node;
    }

    /** Proposes some of what has been done, perhaps with some of what was proposed before. */
    void propose() {
        if (steps.isEmpty() || scene.zone(name).epoch() != epoch) {
            return;
        }
        int from = random.nextInt(4) == 0 ? random.nextInt(proposed + 1) : proposed;
        int to = Math.max(from, proposed) + (random.nextInt(8) == 0 ? 0 : steps.size() - Math.max(from, proposed));
        List<Operation> operations =
                steps.subList(from, to).stream().map(Step::operation).toList();
        long acked = lookedAt > scene.index - 2 ? proposed : 0;
        long announced = random.nextInt(10) == 0 ? random.nextInt(6) : 0;
        long time = scene.timeMillis + random.nextInt(-50, 50);
        proposed = Math.max(proposed, to);
        scene.apply(new Command.Propose(Scene.RULE, name, epoch, from + 1L, acked, announced, time, operations));
    }

    /** Changes something. */
    void change() {
        Node node = nodes.get(random.nextInt(nodes.size()));
        switch (random.nextInt(10)) {
            case 0, 1, 2, 3 -> create(directory());
            case 4, 5 -> write(node);
            case 6 -> move(node, directory());
            case 7, 8 -> remove(node);
            default -> setAttributes(node);
        }
    }

    private Node directory() {
        List<Node> directories =
                nodes.stream().filter(node -> node.kind == Kind.DIRECTORY).toList();
        return directories.get(random.nextInt(directories.size()));
    }

    private void create(Node parent) {
        Name free = new Name(NAMES.get(random.nextInt(NAMES.size())));
        if (parent.children.containsKey(free)) {
            return;
        }
        Kind kind = random.nextInt(3) == 0 ? Kind.DIRECTORY : random.nextInt(6) == 0 ? Kind.SYMLINK : Kind.FILE;
        Content content = kind == Kind.FILE ? content() : null;
        String target = kind == Kind.SYMLINK ? text() : null;
        Attributes attributes = new Attributes(random.nextInt(0, 2), "", "", kind == Kind.FILE ? 5 : 0);
        Base.Own own = add(new Operation.Create(parent.ref, free, kind, content, target, attributes), null);
        Node node = new Node(new Ref.Own(own.operation()), kind, parent, free, own, own, own);
        node.body = body(content, target);
        nodes.add(node);
    }

    private void write(Node node) {
        if (node.kind == Kind.DIRECTORY) {
            return;
        }
        Content content = node.kind == Kind.FILE ? content() : null;
        String target = node.kind == Kind.SYMLINK ? text() : null;
        node.written = add(new Operation.Write(node.ref, node.written, content, target, random.nextInt(9)), node.body);
        node.body = body(content, target);
    }

    private void move(Node node, Node to) {
        Name free = new Name(NAMES.get(random.nextInt(NAMES.size())));
        if (node.parent == null || to.isAtOrBelow(node) || to.children.containsKey(free)) {
            return;
        }
        node.placed = add(new Operation.Move(node.ref, node.placed, to.ref, free), null);
        node.parent.children.remove(node.name);
        node.parent = to;
        node.name = free;
        to.children.put(free, node);
    }

    private void remove(Node node) {
        if (node.parent == null || !node.children.isEmpty()) {
            return;
        }
        add(new Operation.Remove(node.ref, node.written, node.placed), node.body);
        node.parent.children.remove(node.name);
        nodes.remove(node);
    }

    private Extras extras() {
        return new Extras(
                random.nextBoolean()
                        ? null
                        : new Acl(List.of(new AclEntry(false, AclEntry.Kind.USER, "u", random.nextInt(8)))),
                random.nextBoolean() ? null : Xattrs.NONE,
                random.nextInt(3),
                0);
    }

    private void setAttributes(Node node) {
        if (node.parent != null) {
            Attributes attributes = new Attributes(random.nextInt(3), "", "", random.nextInt(3), extras());
            node.attributed = add(new Operation.SetAttributes(node.ref, node.attributed, attributes), null);
        }
    }

    private Base.Own add(Operation operation, @Nullable String destroys) {
        steps.add(new Step(operation, destroys));
        return new Base.Own(new OpId(epoch, steps.size()));
    }

    private Content content() {
        return Scene.content(text());
    }

    /** Mostly something that never was before, of any length. */
    private String text() {
        return random.nextInt(4) == 0
                ? "same " + random.nextInt(2)
                : name + "-" + epoch + "-" + steps.size() + "-" + scene.index + "x".repeat(random.nextInt(9));
    }
}
