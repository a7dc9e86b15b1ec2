package org.onecopy.materialize;

import org.jspecify.annotations.Nullable;
import org.onecopy.core.Attributes;
import org.onecopy.core.Content;
import org.onecopy.core.Kind;
import org.onecopy.core.Name;
import org.onecopy.core.namespace.Effect;
import org.onecopy.core.namespace.Inode;
import org.onecopy.core.namespace.JournalEntry;
import org.onecopy.core.shown.Entry;
import org.onecopy.location.Location;
import org.onecopy.model.FileId;
import org.onecopy.model.ProblemCode;
import org.onecopy.model.Version;
import org.onecopy.storage.Stat;

/**
 * One journal entry on its way to the storage. States:
 *
 * <table>
 * <caption>transitions</caption>
 * <tr><td>NEW → READY</td><td>it needs no content</td></tr>
 * <tr><td>NEW → COMPARING</td><td>a file of that length lies at its place: it may be the same</td></tr>
 * <tr><td>NEW, COMPARING → FETCHING</td><td>a content is needed</td></tr>
 * <tr><td>COMPARING → READY</td><td>the same content lies there already</td></tr>
 * <tr><td>FETCHING → READY</td><td>staged, or superseded by a newer content</td></tr>
 * <tr><td>FETCHING → NEW</td><td>failed; tried again after a while</td></tr>
 * </table>
 */
final class Item {
    enum State {
        NEW,
        COMPARING,
        FETCHING,
        READY
    }

    final Version version;
    final JournalEntry journal;

    State state = State.NEW;

    /** What the entry brought, as it was read together with it; null where it brought none, or it is not there any more. */
    @Nullable
    Content agreedContent;

    /** The content that is needed, with bytes where it came inline; null where none is. */
    @Nullable
    Content content;

    /** The version of that content. */
    Version written = Version.NONE;

    Attributes attributes = Attributes.NONE;

    /** The staged file. */
    @Nullable
    Stat staged;

    /** A flush has made the staged file durable. */
    boolean isStagedDurably;

    /** An intent is written for it. */
    boolean isIntended;

    /** The fingerprint of an object at the place that has the same content; null where there is none. */
    @Nullable
    String adoptable;

    /** A newer version of the content exists and this one nowhere: shown in one step with that one. */
    @Nullable
    Version mergedInto;

    /** Something lies at its place that nobody knew of when its content was brought. */
    boolean isOccupied;

    /** The staged object lies in the tree now. */
    boolean isUsed;

    /** No zone has the content any more. */
    boolean isLost;

    /** An operation of this zone that is recorded without a step, because another node was the writer when it was made. */
    boolean inHindsight;

    /** What had been staged was gone at its turn, and was asked for once more. */
    boolean broughtAgain;

    /** It was this zone's own, and has ended ahead of its turn. */
    boolean ended;

    /** It is a hole that waits for a remedy by somebody; still while it is tried again. */
    boolean parked;

    /** What it counts for among the bytes that are staged ahead. */
    long stagedBytes;

    /** Everything that is agreed of the file is to be shown, and not one change alone. */
    final boolean whole;

    /** What was agreed of the file when the item was made; null where it is gone, or where one change alone is to be shown. */
    @Nullable
    final Inode inode;

    /** The fingerprint of an object at the place, unknown here, that holds an older content of the file; null where none does. */
    @Nullable
    String stale;

    /** It mends what differs from what is agreed: what lies there is no ground for concluding anything. */
    boolean mends;

    /** What lies at its place, as its record says, is to be replaced by what is agreed all the same. */
    boolean replaces;

    /** What it replaces is kept beside it, as something new. */
    boolean keepsBoth;

    /** It waits because a migration is paused, and asks for nothing. */
    boolean isHeldUp;

    /** Although it was there before a migration began: somebody has changed it since. */
    boolean goesFirst;

    /** A reconcile has shown it, or has made it a hole. */
    boolean over;

    private final @Nullable Name name;

    long waitingSinceNanos;
    long tryAgainAtNanos;
    int tries;

    /** How often in a row every zone has said for certain that it does not have the content. */
    int lostAnswers;

    String problemCode = "";
    String problemMessage = "";

    Item(Version version, JournalEntry journal) {
        this(version, journal, false, null, null);
    }

    private Item(Version version, JournalEntry journal, boolean whole, @Nullable Inode inode, @Nullable Name name) {
        this.version = version;
        this.journal = journal;
        this.whole = whole;
        this.inode = inode;
        this.name = name;
    }

    /** All that is agreed of something that lives. */
    static Item live(Inode inode) {
        return live(Version.max(inode.placed(), Version.max(inode.written(), inode.attributed())), inode);
    }

    /** As {@link #live(Inode)}, in the place of a hole. */
    static Item live(Version version, Inode inode) {
        Effect effect = new Effect.Created(
                inode.parent(),
                inode.name(),
                inode.kind(),
                inode.content(),
                inode.target(),
                inode.attributes(),
                null,
                inode.written(),
                inode.attributed());
        return new Item(version, new JournalEntry(inode.id(), effect, inode.origin(), null, 0), true, inode, null);
    }

    /**
     * All that is agreed of something that lives, because the storage shows something else.
     *
     * @param entry a new number, for a name of its own in the staging and trash folders: what it displaces never was the agreed content
     */
    static Item mending(Inode inode, long entry) {
        Item plain = live(inode);
        Item item = new Item(plain.version, plain.journal, true, inode, Location.itemName(plain.version, entry));
        item.mends = true;
        return item;
    }

    /**
     * Something known that is agreed to be gone.
     *
     * @param parent the directory in which it is known
     */
    static Item gone(Version version, FileId file, FileId parent, Entry entry) {
        JournalEntry journal =
                new JournalEntry(file, new Effect.Removed(parent, entry.name(), entry.kind()), null, null, 0);
        return new Item(version, journal, true, null, Location.itemName(version, entry.id()));
    }

    /** The bytes that came inline and are not staged yet. */
    long bytesHeld() {
        Content brought = agreedContent != null ? agreedContent : content;
        return brought == null || brought.inline() == null ? 0 : brought.length();
    }

    /** The item's name in the staging and trash folders. */
    Name itemName() {
        return name != null ? name : Location.itemName(version);
    }

    /** Whether its content was changed in the zone that had it, or nobody has it, and nothing newer is agreed yet. */
    boolean isSuperseded() {
        return problemCode.equals(ProblemCode.CONTENT_SUPERSEDED.code())
                || problemCode.equals(ProblemCode.CONTENT_UNAVAILABLE.code())
                || problemCode.equals(ProblemCode.CONTENT_LOST.code());
    }

    /** Whether something may lie in the staging folder for this, also from before a stop. */
    boolean mayBeStaged() {
        boolean link = (journal.effect() instanceof Effect.Created created && created.kind() == Kind.SYMLINK)
                || (journal.effect() instanceof Effect.Wrote wrote && wrote.target() != null);
        return !isUsed && (staged != null || content != null || link);
    }

    boolean isReady() {
        return state == State.READY;
    }
}
