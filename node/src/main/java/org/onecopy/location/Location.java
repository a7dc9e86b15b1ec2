package org.onecopy.location;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.onecopy.core.Name;
import org.onecopy.core.TreePath;
import org.onecopy.core.namespace.Tables;
import org.onecopy.core.shown.Entry;
import org.onecopy.core.shown.HeldOrigin;
import org.onecopy.core.shown.ShownTree;
import org.onecopy.core.shown.Trashed;
import org.onecopy.model.NodeId;
import org.onecopy.model.RuleId;
import org.onecopy.model.Version;
import org.onecopy.model.ZoneName;
import org.onecopy.storage.Fingerprint;
import org.onecopy.storage.ObjectIdentity;
import org.onecopy.storage.Place;
import org.onecopy.storage.Place.Area;
import org.onecopy.storage.Stat;
import org.onecopy.storage.Tree;

/**
 * What belongs together for one rule in this node's zone.
 *
 * @param self this node, of which the zone may have several
 */
public record Location(
        RuleId rule,
        ZoneName zone,
        NodeId self,
        Tree tree,
        AgreedTables agreed,
        LocalRecords records,
        Ticks ticks,
        Notices notices) {

    /** Between an item and the node that staged it, in names of the staging folder. */
    public static final String NODE_MARK = "~";

    /** Begins the names of staged objects that are about to take another's place. */
    public static final String SWAP_PREFIX = "swap-";

    public ShownTree shown() {
        return records.shown();
    }

    /** Where an entry's object lies, or should lie. */
    public Place place(Entry entry) {
        ShownTree.Path path = shown().path(entry);
        return new Place(path.held() ? Area.HELD : Area.TREE, new TreePath(path.names()));
    }

    /** A name in an entry's directory; nothing is put there once another directory has the path. */
    public Place place(Entry directory, Name name) {
        Place place = place(directory);
        return new Place(place.area(), place.path().resolve(name), identity(shown().entry(directory.id())));
    }

    private static @Nullable ObjectIdentity identity(@Nullable Entry shown) {
        return shown == null || !shown.isShown() || shown.identity().isEmpty()
                ? null
                : new ObjectIdentity(shown.identity());
    }

    /** The place in the staging folder of what this node brings for an item: never another node's, which may still write to its own. */
    public Place stagedPlace(Name item) {
        return Place.item(Area.STAGE, stagedName(item));
    }

    /** The name at that place. */
    public Name stagedName(Name item) {
        return new Name(item.value() + NODE_MARK + self);
    }

    /**
     * The place in the staging folder from which a staged object takes another's name, and at which that one lies for a moment: what is
     * under such a name is never a part of a content.
     */
    public Place swapPlace(Name item) {
        return Place.item(Area.STAGE, swapName(item));
    }

    /** The name at that place. */
    public Name swapName(Name item) {
        return new Name(SWAP_PREFIX + item.value() + NODE_MARK + self);
    }

    /** The name of an entry's object in the held folder. */
    public static Name heldName(long entry) {
        return new Name("entry-" + Long.toHexString(entry));
    }

    /** The place of an entry's object in the held folder. */
    public static Place heldPlace(long entry) {
        return Place.item(Area.HELD, heldName(entry));
    }

    /** An entry whose name another object has got while its own lies elsewhere, or nowhere: it waits for what becomes of it. */
    public void recordGone(Entry entry, HeldOrigin origin) {
        recordHeld(entry.isShown() ? entry.withFingerprint(Entry.UNKNOWN) : entry, origin);
    }

    /** Records that an object lies in the held folder now, with what its operation will need. */
    public Entry recordHeld(Entry entry, HeldOrigin origin) {
        Entry held = entry.withSlot(Entry.HELD_PARENT, heldName(entry.id()));
        shown().put(held);
        shown().put(held.id(), origin);
        return held;
    }

    /** An entry with what the storage says of its object; what the storage does not keep stays as it was known. */
    public static Entry seen(Entry entry, Stat stat) {
        return entry.withSeen(
                stat.attributes().over(entry.attributes()), stat.fingerprint().token(), identity(stat));
    }

    /**
     * An entry whose object was moved by us: where anything but the move has changed it, the entry still stands for what was known,
     * and the object must be looked at again.
     */
    public Entry movedObject(Entry entry, Stat now) {
        boolean same = tree.differByMoveOnly(new Fingerprint(entry.fingerprint()), now.fingerprint());
        return entry.withSeen(entry.attributes(), same ? now.fingerprint().token() : Entry.UNKNOWN, identity(now));
    }

    /**
     * An entry for which an object of a user's making stands: where the object's mode or owner are not those agreed, capture has to
     * see it.
     */
    public static Entry adopted(Entry entry, Stat stat) {
        return entry.withSeen(entry.attributes(), stat.fingerprint().token(), identity(stat));
    }

    /** The name in the staging and trash folders of what belongs to an agreed change: in the order of the log. */
    public static Name itemName(Version version) {
        String digits = Long.toHexString(version.packed());
        return new Name("at-" + "0".repeat(16 - digits.length()) + digits);
    }

    /** As {@link #itemName(Version)}, where several objects may belong to one version. */
    public static Name itemName(Version version, long entry) {
        return new Name(itemName(version) + "-" + Long.toHexString(entry));
    }

    /** The milliseconds that the rule's membership has lived, as agreed: ages are counted in it, because clocks jump. */
    public long ageMillis() {
        Long age = agreed.read(view -> view.get(Tables.TIMES, Tables.AGE));
        return age == null ? 0 : age;
    }

    /**
     * Records that an object has gone to the trash as it was known.
     *
     * @param before its entry, when it still was in its place
     * @param now the object in the trash
     */
    public void trashed(Name item, Entry before, Stat now) {
        Trashed trashed = new Trashed(
                before.file(),
                before.written(),
                before.parent(),
                before.name(),
                now.kind(),
                now.length(),
                before.content(),
                now.fingerprint().token(),
                ageMillis(),
                ticks.wallMillis());
        shown().put(item.value(), trashed);
    }

    /** Records that an object has gone to the trash of which no record said anything. */
    public void trashedUnknown(Name item, Name name, Stat now) {
        Trashed trashed = new Trashed(
                null,
                Version.NONE,
                Entry.ROOT,
                name,
                now.kind(),
                now.length(),
                null,
                now.fingerprint().token(),
                ageMillis(),
                ticks.wallMillis());
        shown().put(item.value(), trashed);
    }

    /** The identity of an object as a token; empty where there is none. */
    public static String identity(Stat stat) {
        return stat.identity() == null ? "" : stat.identity().token();
    }

    public void notice(Notices.Severity severity, String type, List<Name> path, String message) {
        notices.notice(severity, type, rule, new TreePath(path), message);
    }
}
