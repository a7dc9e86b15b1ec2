package org.onecopy.core.namespace;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.onecopy.core.Content;
import org.onecopy.core.Kind;
import org.onecopy.core.Name;
import org.onecopy.core.TreePath;
import org.onecopy.core.namespace.Tables.ChildKey;
import org.onecopy.core.namespace.Tables.ContentKey;
import org.onecopy.core.namespace.Tables.JournalKey;
import org.onecopy.core.table.TableView;
import org.onecopy.model.FileId;
import org.onecopy.model.RuleId;
import org.onecopy.model.Version;

/**
 * What brings a part of a rule's tree back to how it was agreed at an earlier place in the log: a function of the agreed tables, read in
 * pages. Each file is looked at once, at the last of its changes. What is gone comes back; what is there is left as it is, unless it is to
 * be overwritten; nothing is ever removed. Modes, owners and times alone are not set back.
 */
public final class Undo {
    /** The most journal entries that one page looks at. */
    private static final int ENTRIES_MAX = 100_000;

    /** The most files whose former place has to be remembered: beyond that, what was moved is left. */
    private static final int PLACES_MAX = 100_000;

    private final TableView view;
    private final Wanted wanted;
    private final String top;
    private @Nullable Map<FileId, Then> places;

    private Undo(TableView view, Wanted wanted) {
        this.view = view;
        this.wanted = wanted;
        top = wanted.path.toString();
    }

    /**
     * What is wanted.
     *
     * @param path in the rule's tree; everything at it or below it
     * @param to how it was right after this
     * @param until changes after this are nobody's business here
     * @param overwrite whether what was changed, moved or made anew since is set back too
     */
    public record Wanted(RuleId rule, TreePath path, Version to, Version until, boolean overwrite) {}

    /** What becomes of one file. */
    public enum Manner {
        /** It is gone, and comes back. */
        BACK,
        /** It has another content, and gets the former one again. */
        REWRITE,
        /** It lies elsewhere, and moves back. */
        MOVE,
        /** It was changed since, and is left so. */
        LEFT_CHANGED,
        /** It was moved since, and is left so. */
        LEFT_MOVED,
        /** It was made since, and stays. */
        LEFT_MADE,
        /** Something else has its name by now. */
        LEFT_TAKEN,
        /** What it was is not known any more: the text of a link that was changed, or where it lay. */
        UNKNOWN
    }

    /**
     * One step.
     *
     * @param path where it lay then; of what was made since, where it lies
     * @param content of a file that is to be had again, else null
     * @param operation to be agreed; null where nothing is to be done
     */
    public record Step(
            String path,
            FileId file,
            Kind kind,
            Manner manner,
            @Nullable Content content,
            @Nullable Operation operation) {}

    /**
     * Some of the steps.
     *
     * @param next where the next page goes on; null where this was the last
     */
    public record Page(List<Step> steps, @Nullable Version next) {
        public Page {
            steps = List.copyOf(steps);
        }
    }

    /** Where something lay; the parent is null where it was not there. */
    private record Then(@Nullable FileId parent, Name name) {}

    /**
     * The steps of the changes after a place in the log.
     *
     * @param after {@link Wanted#to} for the first page
     * @param max so many steps at most
     */
    public static Page page(TableView view, Wanted wanted, Version after, int max) {
        return new Undo(view, wanted).page(after, max);
    }

    /** The journal entry that is the first at a time or later: what was agreed before it was agreed earlier. Null where there is none. */
    public static @Nullable Version firstAt(TableView view, RuleId rule, long timeMillis) {
        long low = 0;
        long high = Long.MAX_VALUE - 1;
        Version found = null;
        while (low <= high) {
            long middle = low + (high - low) / 2;
            Map.Entry<JournalKey, JournalEntry> entry = first(view, rule, new Version(middle));
            if (entry == null || entry.getValue().timeMillis() >= timeMillis) {
                found = entry == null ? found : entry.getKey().version();
                high = middle - 1;
            } else {
                low = entry.getKey().version().packed() + 1;
            }
        }
        return found;
    }

    private static Map.@Nullable Entry<JournalKey, JournalEntry> first(TableView view, RuleId rule, Version from) {
        Iterator<Map.Entry<JournalKey, JournalEntry>> rows = view.scan(
                Tables.JOURNAL, new JournalKey(rule, from), new JournalKey(new RuleId(rule.value() + 1), Version.NONE));
        return rows.hasNext() ? rows.next() : null;
    }

    private Iterator<Map.Entry<JournalKey, JournalEntry>> journal(Version after) {
        return view.scan(
                Tables.JOURNAL,
                new JournalKey(wanted.rule, after.next()),
                new JournalKey(wanted.rule, wanted.until.next()));
    }

    private Page page(Version after, int max) {
        List<Step> steps = new ArrayList<>();
        Iterator<Map.Entry<JournalKey, JournalEntry>> rows = journal(after);
        for (int seen = 0; rows.hasNext(); seen++) {
            Map.Entry<JournalKey, JournalEntry> row = rows.next();
            Version at = row.getKey().version();
            FileId file = row.getValue().file();
            Inode inode = file == null ? null : view.get(Tables.INODES, file);
            if (inode != null && !inode.isRoot() && at.equals(lastChange(inode))) {
                look(inode, steps);
            }
            if (steps.size() >= max || seen >= ENTRIES_MAX) {
                return new Page(steps, at);
            }
        }
        return new Page(steps, null);
    }

    private static Version lastChange(Inode inode) {
        return inode.isLive()
                ? Version.max(Version.max(inode.placed(), inode.written()), inode.attributed())
                : inode.removed();
    }

    private void look(Inode inode, List<Step> steps) {
        Then then = then(inode);
        if (then == null) {
            add(steps, inode, path(inode.parent(), inode.name()), Manner.UNKNOWN, null, null);
        } else if (then.parent == null) {
            if (inode.isLive()) {
                add(steps, inode, path(inode.parent(), inode.name()), Manner.LEFT_MADE, null, null);
            }
        } else if (inode.isLive()) {
            live(inode, then, then.parent, steps);
        } else {
            removed(inode, then, then.parent, steps);
        }
    }

    private void add(
            List<Step> steps,
            Inode inode,
            String path,
            Manner manner,
            @Nullable Content content,
            @Nullable Operation operation) {
        if (top.isEmpty() || path.equals(top) || path.startsWith(top + "/")) {
            steps.add(new Step(path, inode.id(), inode.kind(), manner, content, operation));
        }
    }

    private void removed(Inode inode, Then then, FileId parent, List<Step> steps) {
        String path = path(parent, then.name);
        FileId standing = standing(parent);
        FileId taken = standing == null ? null : view.get(Tables.CHILDREN, new ChildKey(standing, then.name));
        Inode other = taken == null ? null : view.get(Tables.INODES, taken);
        Content content = inode.kind() == Kind.FILE ? contentThen(inode) : null;
        if (other != null && !(other.isDirectory() && inode.isDirectory())) {
            Content present = other.content();
            if (content == null || present == null || !wanted.overwrite) {
                add(steps, inode, path, Manner.LEFT_TAKEN, null, null);
            } else if (!present.sameAs(content)) {
                add(steps, inode, path, Manner.REWRITE, content, write(other, other.written(), inode, content));
            }
            return;
        }
        if (other != null) {
            return; // the directory is there again
        }
        boolean asItWas = !inode.written().isAfter(wanted.to);
        if (asItWas) {
            add(
                    steps,
                    inode,
                    path,
                    Manner.BACK,
                    inode.content(),
                    new Operation.Move(
                            new Ref.Known(inode.id()),
                            new Base.Seen(inode.removed()),
                            new Ref.Known(parent),
                            then.name));
        } else if (content != null && parent.equals(inode.parent()) && then.name.equals(inode.name())) {
            add(steps, inode, path, Manner.BACK, content, write(inode, inode.removed(), inode, content));
        } else if (content != null) {
            add(steps, inode, path, Manner.BACK, content, create(inode, parent, then.name, content));
        } else {
            add(steps, inode, path, Manner.UNKNOWN, null, null);
        }
    }

    /** The directory itself, or the one that has its name by now; null where none has. */
    private @Nullable FileId standing(FileId directory) {
        Inode inode = view.get(Tables.INODES, directory);
        if (inode == null || inode.isLive()) {
            return directory;
        }
        FileId above = standing(inode.parent());
        FileId there = above == null ? null : view.get(Tables.CHILDREN, new ChildKey(above, inode.name()));
        Inode other = there == null ? null : view.get(Tables.INODES, there);
        return other != null && other.isDirectory() ? there : null;
    }

    private void live(Inode inode, Then then, FileId parent, List<Step> steps) {
        String path = path(parent, then.name);
        boolean moved = !parent.equals(inode.parent()) || !then.name.equals(inode.name());
        if (moved && !wanted.overwrite) {
            add(steps, inode, path, Manner.LEFT_MOVED, null, null);
        } else if (moved) {
            boolean free = view.get(Tables.CHILDREN, new ChildKey(parent, then.name)) == null;
            Operation back = new Operation.Move(
                    new Ref.Known(inode.id()), new Base.Seen(inode.placed()), new Ref.Known(parent), then.name);
            add(steps, inode, path, free ? Manner.MOVE : Manner.LEFT_TAKEN, null, free ? back : null);
        }
        if (inode.isDirectory() || !inode.written().isAfter(wanted.to)) {
            return;
        }
        Content content = contentThen(inode);
        Content now = inode.content();
        if (content == null || now == null) {
            add(steps, inode, path, Manner.UNKNOWN, null, null);
        } else if (!content.sameAs(now)) {
            add(
                    steps,
                    inode,
                    path,
                    wanted.overwrite ? Manner.REWRITE : Manner.LEFT_CHANGED,
                    wanted.overwrite ? content : null,
                    wanted.overwrite ? write(inode, inode.written(), inode, content) : null);
        }
    }

    /** The bytes of short contents are in the tables for the file itself; another file gets them with the operation. */
    private Operation write(Inode file, Version base, Inode of, Content content) {
        Content bytes = file.id().equals(of.id()) ? content.withoutBytes() : content;
        return new Operation.Write(new Ref.Known(file.id()), new Base.Seen(base), bytes, null, mtimeNanos(of));
    }

    private Operation create(Inode of, FileId parent, Name name, Content content) {
        return new Operation.Create(
                new Ref.Known(parent),
                name,
                Kind.FILE,
                content,
                null,
                of.attributes().withMtimeNanos(mtimeNanos(of)));
    }

    /** The time that a file had then, as far as the journal reaches; else the one that it has. */
    private long mtimeNanos(Inode inode) {
        Version written = writtenThen(inode);
        JournalEntry entry = written == null ? null : view.get(Tables.JOURNAL, new JournalKey(wanted.rule, written));
        return entry != null && entry.effect() instanceof Effect.Created created
                ? created.attributes().mtimeNanos()
                : entry != null && entry.effect() instanceof Effect.Wrote wrote
                        ? wrote.mtimeNanos()
                        : inode.attributes().mtimeNanos();
    }

    private @Nullable Version writtenThen(Inode inode) {
        Version last = null;
        for (var rows = contents(inode); rows.hasNext(); ) {
            last = rows.next().getKey().version();
        }
        return last;
    }

    private @Nullable Content contentThen(Inode inode) {
        Content last = null;
        for (var rows = contents(inode); rows.hasNext(); ) {
            last = rows.next().getValue();
        }
        return last;
    }

    private Iterator<Map.Entry<ContentKey, Content>> contents(Inode inode) {
        return view.scan(
                Tables.CONTENTS,
                new ContentKey(inode.id(), Version.NONE),
                new ContentKey(inode.id(), wanted.to.next()));
    }

    /** Where something lay; null where that is not known. */
    private @Nullable Then then(Inode inode) {
        if (inode.id().born().isAfter(wanted.to)) {
            return new Then(null, inode.name());
        }
        if (!inode.placed().isAfter(wanted.to)) {
            return new Then(inode.parent(), inode.name());
        }
        if (places == null) {
            places = places();
        }
        return places.get(inode.id());
    }

    /** The places that what has another one by now had then: the first change after it tells. */
    private Map<FileId, Then> places() {
        Map<FileId, Then> found = new HashMap<>();
        for (var rows = journal(wanted.to); rows.hasNext() && found.size() < PLACES_MAX; ) {
            JournalEntry entry = rows.next().getValue();
            FileId file = entry.file();
            Then then = switch (entry.effect()) {
                case Effect.Moved moved -> new Then(moved.fromParent(), moved.fromName());
                case Effect.Removed removed -> new Then(removed.parent(), removed.name());
                case Effect.Created created -> new Then(null, created.name());
                case Effect.Wrote ignored -> null;
                case Effect.AttributesSet ignored -> null;
                case Effect.Unchanged ignored -> null;
            };
            if (file != null && then != null && !file.born().isAfter(wanted.to)) {
                Inode inode = view.get(Tables.INODES, file);
                if (inode != null && inode.placed().isAfter(wanted.to)) {
                    found.putIfAbsent(file, then);
                }
            }
        }
        return found;
    }

    private String path(FileId parent, Name name) {
        Deque<String> names = new ArrayDeque<>();
        names.addFirst(name.value());
        Inode step = view.get(Tables.INODES, parent);
        while (step != null && !step.isRoot()) {
            names.addFirst(step.name().value());
            step = view.get(Tables.INODES, step.parent());
        }
        return String.join("/", names);
    }
}
