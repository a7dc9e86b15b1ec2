package org.onecopy.model.api;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.onecopy.model.ByteCount;
import org.onecopy.model.RuleName;
import org.onecopy.model.Version;

/**
 * A piece of an undo, planned or done: as much as takes some seconds.
 *
 * @param toIndex the tree is brought back to how it was right after this agreement
 * @param until changes after this are left out of account; to be said again with the next piece
 * @param next where the next piece goes on; null where this was the last
 * @param back files and links that were gone and come back
 * @param directories likewise
 * @param rewritten files that get their former content again
 * @param moved what moves back
 * @param bytes of the contents that come back
 * @param left what was changed, moved or made since, or whose name is taken, and stays as it is
 * @param lost what no zone has any more, or none that answers
 * @param held operations that the guards hold now: they have removed nothing, and are decided by {@code onecopy guard}
 * @param notes the first of what is left or lost, each with its reason
 */
public record UndoView(
        RuleName rule,
        String path,
        long toIndex,
        Version until,
        @Nullable Version next,
        long back,
        long directories,
        long rewritten,
        long moved,
        ByteCount bytes,
        long left,
        long lost,
        long held,
        List<UndoNote> notes) {
    private static final int NOTES_MAX = 200;

    public UndoView {
        notes = List.copyOf(notes);
    }

    /** This piece and the one after it as one; of very many notes the first. */
    public UndoView plus(UndoView then) {
        List<UndoNote> both = new ArrayList<>(notes);
        both.addAll(then.notes.subList(0, Math.min(then.notes.size(), Math.max(0, NOTES_MAX - notes.size()))));
        return new UndoView(
                rule,
                path,
                toIndex,
                until,
                then.next,
                back + then.back,
                directories + then.directories,
                rewritten + then.rewritten,
                moved + then.moved,
                new ByteCount(bytes.value() + then.bytes.value()),
                left + then.left,
                lost + then.lost,
                then.held,
                both);
    }
}
