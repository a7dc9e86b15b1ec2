package org.onecopy.core.namespace;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.onecopy.core.Attributes;
import org.onecopy.core.Content;
import org.onecopy.core.Kind;
import org.onecopy.core.Name;
import org.onecopy.core.namespace.Tables.ChildKey;
import org.onecopy.core.namespace.Tables.JournalKey;
import org.onecopy.model.FileId;
import org.onecopy.model.Version;
import org.onecopy.testing.MapTables;

/** A tree made from the effects of a journal alone, as a zone's materializer makes it. Each effect must fit. */
final class JournalReplay {
    /** What is shown of one file, directory or link. */
    record Node(
            FileId parent,
            Name name,
            Kind kind,
            @Nullable Content content,
            @Nullable String target,
            Attributes attributes,
            Version placed,
            Version written,
            Version attributed) {
        Node at(FileId newParent, Name newName, Version at) {
            return new Node(newParent, newName, kind, content, target, attributes, at, written, attributed);
        }

        Node with(Attributes newAttributes, Version at) {
            return new Node(parent, name, kind, content, target, newAttributes, placed, written, at);
        }

        Node with(Effect.Wrote wrote, Version at) {
            Attributes later = attributes.withMtimeNanos(wrote.mtimeNanos());
            return new Node(parent, name, kind, wrote.content(), wrote.target(), later, placed, at, attributed);
        }
    }

    /** Sees each entry before it is replayed. */
    interface Watcher {
        void see(Version version, JournalEntry entry, @Nullable Node before);
    }

    final Map<FileId, Node> live = new TreeMap<>();
    private final Map<ChildKey, FileId> children = new HashMap<>();
    private final FileId root;
    private Version upTo = Version.NONE;

    JournalReplay(FileId root) {
        this.root = root;
    }

    /** Replays what has come since the last call. */
    void follow(MapTables tables, Watcher watcher) {
        JournalKey from = new JournalKey(Scene.RULE, upTo.next());
        tables.scan(Tables.JOURNAL, from, null).forEachRemaining(row -> {
            upTo = row.getKey().version();
            FileId file = row.getValue().file();
            watcher.see(upTo, row.getValue(), file == null ? null : live.get(file));
            if (file != null) {
                replay(file, row.getValue().effect(), upTo);
            }
        });
    }

    private void replay(FileId file, Effect effect, Version at) {
        switch (effect) {
            case Effect.Created made -> {
                assertThat(live).as("a new file").doesNotContainKey(file);
                Node node = node(made, at);
                occupy(node, file);
                live.put(file, node);
            }
            case Effect.Wrote wrote -> live.put(file, shown(file).with(wrote, at));
            case Effect.Moved moved -> {
                Node node = shown(file);
                leave(file, moved.fromParent(), moved.fromName());
                Node after = node.at(moved.parent(), moved.name(), at);
                occupy(after, file);
                live.put(file, after);
            }
            case Effect.Removed removed -> {
                shown(file);
                leave(file, removed.parent(), removed.name());
                assertThat(children.keySet())
                        .as("children of what is removed")
                        .noneMatch(key -> key.parent().equals(file));
                live.remove(file);
            }
            case Effect.AttributesSet set -> live.put(file, shown(file).with(set.attributes(), at));
            case Effect.Unchanged ignored -> {}
        }
    }

    private static Node node(Effect.Created made, Version at) {
        return new Node(
                made.parent(),
                made.name(),
                made.kind(),
                made.content(),
                made.target(),
                made.attributes(),
                at,
                made.written(),
                made.attributed());
    }

    private Node shown(FileId file) {
        Node node = live.get(file);
        assertThat(node).as("file %s is shown", file).isNotNull();
        return node;
    }

    private void occupy(Node node, FileId file) {
        Node parent = live.get(node.parent());
        assertThat(node.parent().equals(root) || (parent != null && parent.kind() == Kind.DIRECTORY))
                .as("the directory of %s is shown", node)
                .isTrue();
        FileId taken = children.put(new ChildKey(node.parent(), node.name()), file);
        assertThat(taken).as("the name of %s is free", node).isNull();
    }

    private void leave(FileId file, FileId parent, Name name) {
        assertThat(children.remove(new ChildKey(parent, name)))
                .as("what lies at %s", name)
                .isEqualTo(file);
    }

    /** The tree must be that of the tables. */
    void assertShows(MapTables tables) {
        Map<FileId, Node> expected = new TreeMap<>();
        tables.rows(Tables.INODES).forEach((id, inode) -> {
            if (inode.isLive() && !inode.isRoot()) {
                Node node = new Node(
                        inode.parent(),
                        inode.name(),
                        inode.kind(),
                        inode.content(),
                        inode.target(),
                        inode.attributes(),
                        inode.placed(),
                        inode.written(),
                        inode.attributed());
                expected.put(id, node);
            }
        });
        assertThat(live).as("the tree from the journal alone").isEqualTo(expected);
    }
}
