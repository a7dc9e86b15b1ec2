package org.onecopy.materialize;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.onecopy.core.Content;
import org.onecopy.core.Kind;
import org.onecopy.core.namespace.Effect;
import org.onecopy.core.namespace.JournalEntry;
import org.onecopy.core.namespace.RuleRow;
import org.onecopy.core.namespace.Tables;
import org.onecopy.core.namespace.Tables.ContentKey;
import org.onecopy.core.namespace.Tables.JournalKey;
import org.onecopy.core.table.TableView;
import org.onecopy.location.Location;
import org.onecopy.model.FileId;
import org.onecopy.model.Version;

/** The next entries of a rule's journal after the zone's cursor, in order, as items: read ahead, up to a limit. */
final class JournalWindow {
    private static final int ITEMS_MAX = 4096;

    /** Bytes of small contents that wait to be staged, at most, and one content more. */
    static final long BYTES_MAX = 8 << 20;

    private final Location location;
    private final List<Item> items = new ArrayList<>();

    /** How many of them are changes of this zone's: looked for after every piece of work, so they are counted. */
    private int own;

    /** The journal was read to its end as of this entry; -1 where there may be more. */
    private long endedAt = -1;

    /** What the journal ended with then. */
    private Version endedWith = Version.NONE;

    /** Own changes that had ended ahead of their turn before a stop. */
    private final Set<Version> endedBefore = new HashSet<>();

    JournalWindow(Location location) {
        this.location = location;
    }

    /** Takes up again what had ended ahead of its turn before a stop. */
    void load() {
        endedBefore.addAll(location.shown().endedEarly());
    }

    /** Forgets all that was read; what had ended ahead of its turn did so for nothing. */
    void drop() {
        items.clear();
        own = 0;
        endedAt = -1;
        endedBefore.clear();
        location.shown().endedEarly().forEach(location.shown()::forgetEnded);
    }

    /** From the one after the cursor on; may be empty. */
    List<Item> items() {
        return items;
    }

    /** Takes away the first of them, which have come to an end. */
    void removeFirst(int count) {
        List<Item> first = items.subList(0, count);
        own -= (int) first.stream().filter(this::isOwn).count();
        first.clear();
    }

    private boolean isOwn(Item item) {
        return location.zone().equals(item.journal.origin());
    }

    /** Whether any of them is a change of this zone's. */
    boolean holdsOwn() {
        return own > 0;
    }

    /** Reads on in the journal, where there is room. @return whether there was anything to read */
    boolean fill() {
        if (items.size() > ITEMS_MAX / 2) {
            return false;
        }
        long index = location.agreed().index();
        Version from = items.isEmpty() ? location.shown().cursor().lowWater() : items.getLast().version;
        boolean ended = index >= 0 && index == endedAt && from.compareTo(endedWith) >= 0;
        if (ended) {
            return false;
        }
        long held = items.stream().mapToLong(Item::bytesHeld).sum();
        if (held >= BYTES_MAX) {
            return false;
        }
        int before = items.size();
        return location.agreed().read(view -> {
            if (!isComplete(view, from)) {
                return false;
            }
            var rows = view.scan(
                    Tables.JOURNAL,
                    new JournalKey(location.rule(), from.next()),
                    new JournalKey(location.rule(), new Version(Long.MAX_VALUE)));
            long bytes = held;
            while (items.size() < ITEMS_MAX && bytes < BYTES_MAX && rows.hasNext()) {
                Map.Entry<JournalKey, JournalEntry> row = rows.next();
                Item item = new Item(row.getKey().version(), row.getValue());
                if (endedBefore.remove(item.version)) {
                    item.ended = true;
                    item.state = Item.State.READY;
                } else {
                    item.agreedContent = contentOf(view, item);
                    bytes += item.bytesHeld();
                }
                items.add(item);
                own += isOwn(item) ? 1 : 0;
            }
            endedAt = rows.hasNext() ? -1 : index;
            endedWith = items.isEmpty() ? from : items.getLast().version;
            return items.size() > before;
        });
    }

    /** What another zone's entry has brought, read together with it: one view for many. */
    private @Nullable Content contentOf(TableView view, Item item) {
        FileId file = item.journal.file();
        if (file == null || location.zone().equals(item.journal.origin())) {
            return null;
        }
        return switch (item.journal.effect()) {
            case Effect.Created created ->
                created.kind() == Kind.FILE ? view.get(Tables.CONTENTS, new ContentKey(file, created.written())) : null;
            case Effect.Wrote wrote ->
                wrote.content() != null ? view.get(Tables.CONTENTS, new ContentKey(file, item.version)) : null;
            case Effect.Moved ignored -> null;
            case Effect.Removed ignored -> null;
            case Effect.AttributesSet ignored -> null;
            case Effect.Unchanged ignored -> null;
        };
    }

    /** What was trimmed away is not taken for nothing: the next epoch begins with a reconcile. */
    private boolean isComplete(TableView view, Version from) {
        RuleRow rule = view.get(Tables.RULES, location.rule());
        return rule == null || !rule.trimmed().isAfter(from);
    }
}
