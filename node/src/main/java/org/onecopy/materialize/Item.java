package org.onecopy.materialize;

import org.jspecify.annotations.Nullable;
import org.onecopy.core.Attributes;
import org.onecopy.core.Content;
import org.onecopy.core.Kind;
import org.onecopy.core.Name;
import org.onecopy.core.namespace.Effect;
import org.onecopy.core.namespace.JournalEntry;
import org.onecopy.location.Location;
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

    long waitingSinceNanos;
    long tryAgainAtNanos;
    int tries;

    /** How often in a row every zone has said for certain that it does not have the content. */
    int lostAnswers;

    String problemCode = "";
    String problemMessage = "";

    Item(Version version, JournalEntry journal) {
        this.version = version;
        this.journal = journal;
    }

    /** The item's name in the staging and trash folders. */
    Name itemName() {
        return Location.itemName(version);
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
