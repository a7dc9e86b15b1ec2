package org.onecopy.core.shown;

import java.util.List;
import org.onecopy.core.Name;
import org.onecopy.core.namespace.OpId;
import org.onecopy.core.namespace.Tables.JournalKey;
import org.onecopy.core.shown.ShownTables.ChunksKey;
import org.onecopy.core.shown.ShownTables.EntryKey;
import org.onecopy.core.shown.ShownTables.FileKey;
import org.onecopy.core.shown.ShownTables.IdentityKey;
import org.onecopy.core.shown.ShownTables.IntentKey;
import org.onecopy.core.shown.ShownTables.NameKey;
import org.onecopy.core.shown.ShownTables.PendingKey;
import org.onecopy.core.shown.ShownTables.WorkKey;
import org.onecopy.core.table.Change;
import org.onecopy.model.FileId;
import org.onecopy.model.RuleId;
import org.onecopy.model.Version;

/** All local records of one rule, to be deleted. */
public final class LocalRange {
    private static final Name FIRST_NAME = new Name("\u0001");

    private LocalRange() {}

    /** The deletion of every row of a rule in every local table. */
    public static List<Change> of(RuleId rule) {
        RuleId next = new RuleId(rule.value() + 1);
        return List.of(
                new Change.Range<>(
                        ShownTables.ENTRIES, new EntryKey(rule, Long.MIN_VALUE), new EntryKey(next, Long.MIN_VALUE)),
                new Change.Range<>(
                        ShownTables.NAMES,
                        new NameKey(rule, Long.MIN_VALUE, FIRST_NAME),
                        new NameKey(next, Long.MIN_VALUE, FIRST_NAME)),
                new Change.Range<>(
                        ShownTables.FILES,
                        new FileKey(rule, FileId.ofPacked(0)),
                        new FileKey(next, FileId.ofPacked(0))),
                new Change.Range<>(ShownTables.IDENTITIES, new IdentityKey(rule, ""), new IdentityKey(next, "")),
                new Change.Range<>(
                        ShownTables.PENDING,
                        new PendingKey(rule, new OpId(0, 0)),
                        new PendingKey(next, new OpId(0, 0))),
                new Change.Range<>(ShownTables.INTENTS, new IntentKey(rule, ""), new IntentKey(next, "")),
                new Change.Range<>(
                        ShownTables.HELD_ORIGINS,
                        new EntryKey(rule, Long.MIN_VALUE),
                        new EntryKey(next, Long.MIN_VALUE)),
                new Change.Range<>(
                        ShownTables.HOLES, new JournalKey(rule, Version.NONE), new JournalKey(next, Version.NONE)),
                new Change.Range<>(
                        ShownTables.ENDED, new JournalKey(rule, Version.NONE), new JournalKey(next, Version.NONE)),
                new Change.Range<>(ShownTables.CHUNKS, new ChunksKey(rule, ""), new ChunksKey(next, "")),
                new Change.Range<>(ShownTables.CURSORS, rule, next),
                new Change.Range<>(ShownTables.RECONCILES, rule, next),
                new Change.Range<>(
                        ShownTables.RECONCILE_WORK,
                        new WorkKey(rule, WorkKey.Kind.DIRECTORY, Long.MIN_VALUE, Long.MIN_VALUE),
                        new WorkKey(next, WorkKey.Kind.DIRECTORY, Long.MIN_VALUE, Long.MIN_VALUE)));
    }
}
