package org.onecopy.writer;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.onecopy.core.Content;
import org.onecopy.core.Name;
import org.onecopy.core.namespace.Inode;
import org.onecopy.core.namespace.JournalEntry;
import org.onecopy.core.namespace.Tables;
import org.onecopy.core.namespace.Tables.JournalKey;
import org.onecopy.core.shown.Entry;
import org.onecopy.core.shown.Pending;
import org.onecopy.core.shown.ShownTables;
import org.onecopy.core.shown.ShownTables.ChunksKey;
import org.onecopy.core.shown.ShownTree;
import org.onecopy.core.shown.Trashed;
import org.onecopy.core.table.Overlay;
import org.onecopy.core.table.TableView;
import org.onecopy.location.AgreedTables;
import org.onecopy.location.Location;
import org.onecopy.materialize.KeptContents;
import org.onecopy.model.Digest;
import org.onecopy.model.NodeId;
import org.onecopy.model.RuleId;
import org.onecopy.model.Version;
import org.onecopy.model.ZoneName;
import org.onecopy.storage.ContentReader;
import org.onecopy.storage.Fingerprint;
import org.onecopy.storage.Place;
import org.onecopy.storage.Place.Area;
import org.onecopy.storage.Tree;
import org.onecopy.transfer.ChunkDigests;
import org.onecopy.transfer.ContentKey;
import org.onecopy.transfer.ContentSource;

/**
 * Finds contents in this node's zone for the others: what the local records say lies in the tree, what was proposed from here and is
 * not recorded as agreed yet, and what was replaced or removed a short while ago and lies in the trash. Safe to call from many threads.
 */
public final class ZoneContents implements ContentSource, KeptContents {
    private final ZoneName zone;
    private final NodeId self;
    private final TableView local;
    private final ChunkDigests chunkDigests;
    private final Map<RuleId, Served> rules = new ConcurrentHashMap<>();

    /** So many items of one content are looked at: somebody may have written to the first of them since. */
    private static final int SAME_MAX = 4;

    private record Served(Tree tree, AgreedTables agreed, BooleanSupplier settled) {}

    /** @param local the node's local store, which may be read from any thread */
    public ZoneContents(ZoneName zone, NodeId self, TableView local, ChunkDigests chunkDigests) {
        this.zone = zone;
        this.self = self;
        this.local = local;
        this.chunkDigests = chunkDigests;
    }

    /**
     * From now on contents of this rule are given out.
     *
     * @param settled whether the local records say all that there is to say of this zone; else nobody may conclude that a content is
     *     lost because it is not found here
     */
    public void serve(RuleId rule, Tree tree, AgreedTables agreed, BooleanSupplier settled) {
        rules.put(rule, new Served(tree, agreed, settled));
    }

    public void stop(RuleId rule) {
        rules.remove(rule);
    }

    @Override
    public Found find(ContentKey key) {
        Served served = rules.get(key.rule());
        return served == null ? new Found.Unsettled() : find(served, key);
    }

    private Found find(Served served, ContentKey key) {
        // before the records and tables are read
        boolean settled = served.settled.getAsBoolean() && served.agreed.hasHeardOf(key.version());
        ShownTree shown = new ShownTree(key.rule(), new Overlay(local));
        Content content =
                served.agreed.read(view -> view.get(Tables.CONTENTS, new Tables.ContentKey(key.file(), key.version())));
        if (content == null) {
            return settled ? new Found.Unknown() : new Found.Unsettled();
        }
        Entry entry = entryOf(shown, served, key);
        boolean recorded = entry != null && entry.isShown() && holds(entry, content);
        if (entry != null && recorded) {
            Found found = inTree(served, shown, key.rule(), entry);
            if (found instanceof Found.Available) {
                return found;
            }
        }
        Found trashed = inTrash(served, shown, key, content);
        if (trashed != null) {
            return trashed;
        }
        if (recorded || !settled || isOnItsWay(served, key)) {
            return new Found
                    .Unsettled(); // where the records say that it is here, capture has not seen yet what became of it
        }
        return entry != null || wasHere(shown, served, key) ? new Found.Superseded() : new Found.Unknown();
    }

    @Override
    public @Nullable Supplier<@Nullable ContentReader> find(RuleId rule, Content content) {
        Served served = rules.get(rule);
        ShownTree shown = new ShownTree(rule, new Overlay(local));
        List<String> items = served == null ? List.of() : shown.trashedWith(content.digest(), SAME_MAX);
        return served == null || items.isEmpty() ? null : () -> openFirst(served, shown, items, content);
    }

    private static @Nullable ContentReader openFirst(
            Served served, ShownTree shown, List<String> items, Content content) {
        for (String item : items) {
            Trashed trashed = shown.trashed(item);
            ContentReader reader = trashed == null ? null : served.tree.read(Place.item(Area.TRASH, new Name(item)));
            if (reader != null && reader.stat().length() == content.length()) {
                return reader;
            }
            if (reader != null) {
                reader.close();
            }
        }
        return null;
    }

    private boolean isOnItsWay(Served served, ContentKey key) {
        Name item = new Name(Location.itemName(key.version()) + Location.NODE_MARK + self);
        return served.tree.stat(Place.item(Area.STAGE, item)) != null;
    }

    /** A change that is under way has put another content into the record already, while the version is still that of its base. */
    private static boolean holds(Entry entry, Content content) {
        return entry.content() != null && entry.content().sameAs(content);
    }

    private @Nullable Entry entryOf(ShownTree shown, Served served, ContentKey key) {
        Entry entry = shown.byFile(key.file());
        if (entry != null && entry.written().equals(key.version())) {
            return entry;
        }
        JournalKey place = new JournalKey(key.rule(), key.version());
        JournalEntry journal = served.agreed.read(view -> view.get(Tables.JOURNAL, place));
        if (journal == null || journal.operation() == null || !zone.equals(journal.origin())) {
            return null;
        }
        Pending pending = shown.pending(journal.operation());
        return pending == null ? null : shown.entry(pending.entry());
    }

    /** Whether this zone wrote the content, or shows a later one of the file. */
    private boolean wasHere(ShownTree shown, Served served, ContentKey key) {
        Entry later = shown.byFile(key.file());
        JournalKey place = new JournalKey(key.rule(), key.version());
        JournalEntry journal = served.agreed.read(view -> view.get(Tables.JOURNAL, place));
        return (later != null && later.written().isAfter(key.version()))
                || (journal != null && zone.equals(journal.origin()));
    }

    private @Nullable Found inTree(Served served, ShownTree shown, RuleId rule, Entry entry) {
        Content content = entry.content();
        if (content == null || !entry.isShown()) {
            return null;
        }
        ShownTree.Path path = shown.path(entry);
        Place place = new Place(path.held() ? Area.HELD : Area.TREE, new org.onecopy.core.TreePath(path.names()));
        return open(served, rule, place, content, new Fingerprint(entry.fingerprint()));
    }

    /** What holds the content by the trash's records; else the version before the one that is shown, or the last one of something removed. */
    private @Nullable Found inTrash(Served served, ShownTree shown, ContentKey key, Content content) {
        for (String item : shown.trashedWith(content.digest(), SAME_MAX)) {
            Trashed trashed = shown.trashed(item);
            Found found = trashed == null
                    ? null
                    : open(
                            served,
                            key.rule(),
                            Place.item(Area.TRASH, new Name(item)),
                            content,
                            new Fingerprint(trashed.fingerprint()));
            if (found != null) {
                return found;
            }
        }
        Entry entry = shown.byFile(key.file());
        Inode inode = entry != null ? null : served.agreed.read(view -> view.get(Tables.INODES, key.file()));
        Version after = entry != null ? entry.written() : inode != null ? inode.removed() : Version.NONE;
        Place place = Place.item(Area.TRASH, Location.itemName(after));
        return open(served, key.rule(), place, content, null);
    }

    private @Nullable Found open(
            Served served, RuleId rule, Place place, Content content, @Nullable Fingerprint expected) {
        ContentReader reader = served.tree.read(place);
        if (reader == null) {
            return null;
        }
        Fingerprint present = reader.stat().fingerprint();
        if (reader.stat().length() != content.length() || (expected != null && !present.equals(expected))) {
            reader.close();
            return null;
        }
        List<Digest> known = local.get(
                ShownTables.CHUNKS, new ChunksKey(rule, content.digest().toString()));
        List<Digest> chunks = known != null ? known : chunkDigests.of(content, reader);
        return new Found.Available(reader, content.length(), chunks, present);
    }
}
