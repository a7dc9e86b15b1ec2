package org.onecopy.consistency;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.onecopy.consistency.CheckRecords.Result;
import org.onecopy.consistency.CheckRecords.Row;
import org.onecopy.core.TreePath;
import org.onecopy.core.namespace.CheckShare;
import org.onecopy.core.namespace.Effect;
import org.onecopy.core.namespace.Inode;
import org.onecopy.core.namespace.JournalEntry;
import org.onecopy.core.namespace.RuleRow;
import org.onecopy.core.namespace.Tables;
import org.onecopy.core.namespace.Tables.JournalKey;
import org.onecopy.core.rule.Exclusions;
import org.onecopy.core.shown.CheckItem;
import org.onecopy.core.shown.CheckProgress;
import org.onecopy.core.shown.ShownTables.CheckKey.Part;
import org.onecopy.model.FileId;
import org.onecopy.model.Version;

/**
 * One zone's share of a consistency check: its storage is compared with the agreed tree, while everybody goes on working (H64).
 *
 * <p>What is compared is the tree as it is agreed when a directory's turn comes; so whatever was agreed where the check was cut is compared
 * as it was then, or as it is by now. What differs is a suspect: the writer is told to look there, and the suspect is looked at again, round
 * after round. It is a difference once it was the same in two rounds, the zone shows everything that is agreed of it, and nothing is
 * proposed about it; it is in flux where it does not come to rest in time.
 *
 * <p>{@link #step} may be called from several threads at once. Whatever concerns the whole tree is thrown: then go on later.
 */
public final class ZoneCheck {
    private static final int JOURNAL_MAX = 1000;

    private final Zone zone;
    private final Version check;
    private final Settings settings;
    private final CheckRecords records;
    private final DirectoryLook directories;
    private final SuspectLook suspects;
    private final Object rounds = new Object();
    private long roundEndsNanos;
    private boolean roundRuns;

    /** What was moved before the last directory was compared has been noted. */
    private volatile boolean followed;

    /**
     * How long is waited.
     *
     * @param roundNanos between two looks at a suspect, at least
     * @param patienceMillis after which something that does not come to rest is in flux
     */
    public record Settings(long roundNanos, long patienceMillis) {
        /** What a node uses. */
        public static final Settings DEFAULT = new Settings(3_000_000_000L, 600_000);
    }

    /** What a check needs of others. */
    public interface Help {
        /** Reads a file's content; null where there is none, or it changed meanwhile. Blocks. */
        org.onecopy.core.@Nullable Content content(org.onecopy.storage.Place place);

        /** The writer should look into a directory. */
        void look(TreePath directory);
    }

    /**
     * Goes on with what is recorded, or begins.
     *
     * @param check the place in the order at which it is cut
     * @param top the directory that is compared
     * @param fresh whether what is recorded is of another life of this zone, and worth nothing
     */
    public ZoneCheck(
            Zone zone,
            Version check,
            boolean digests,
            FileId top,
            boolean fresh,
            CheckStore store,
            Help help,
            Settings settings) {
        this.zone = zone;
        this.check = check;
        this.settings = settings;
        records = new CheckRecords(store, zone.rule(), check);
        if (fresh || !records.hasBegun()) {
            records.begin(top);
        }
        Paths paths = new Paths(zone);
        Beside beside = new Beside(zone.tree());
        directories = new DirectoryLook(zone, paths, beside, digests, help);
        suspects = new SuspectLook(zone, paths, beside, digests, help, settings.patienceMillis());
    }

    /** What was compared so far, and what differs. */
    public CheckShare.Counts counts() {
        return records.progress().counts();
    }

    /** The digest of the agreed tree where the check was cut; empty where it is not known here. */
    public String tree() {
        return records.progress().tree();
    }

    /** Records the digest of the agreed tree where the check was cut. */
    public void tree(String digest) {
        records.tree(digest);
    }

    /** Whether nothing is left to be done. */
    public boolean isDone() {
        return followed && records.isEmpty(Part.DIRECTORY) && records.isEmpty(Part.SUSPECT);
    }

    /** Does a piece of work. @return whether there was any; else there is none before a while */
    public boolean step() {
        Exclusions exclusions = exclusions();
        Row directory = records.take(Part.DIRECTORY, true);
        if (directory != null) {
            followed = false;
            work(directory, () -> directories.look(directory.item().directory(), exclusions));
            return true;
        }
        if (!records.isEmpty(Part.DIRECTORY)) {
            return false; // others are at them
        }
        if (!followed) {
            follow();
            return true;
        }
        Row suspect = takeSuspect();
        if (suspect == null) {
            return false;
        }
        work(suspect, () -> suspects.look(suspect.item(), exclusions));
        return true;
    }

    private void work(Row row, java.util.function.Supplier<Result> work) {
        Result result;
        try {
            result = work.get();
        } catch (RuntimeException e) {
            records.giveBack(row);
            throw e;
        }
        records.done(row, result);
    }

    /** The next suspect of this round; a round begins some time after the one before. */
    private @Nullable Row takeSuspect() {
        synchronized (rounds) {
            long now = zone.ticks().nanos();
            if (!roundRuns) {
                if (roundEndsNanos != 0 && now < roundEndsNanos) {
                    return null;
                }
                roundRuns = true;
                suspects.beginRound();
                records.again(Part.SUSPECT);
            }
            Row row = records.take(Part.SUSPECT, false);
            if (row == null) {
                roundRuns = false;
                roundEndsNanos = now + settings.roundNanos();
            }
            return row;
        }
    }

    private Exclusions exclusions() {
        RuleRow rule = zone.agreed().read(view -> view.get(Tables.RULES, zone.rule()));
        return new Exclusions(rule == null ? List.of() : rule.definition().exclude());
    }

    /** What was moved since the check was cut is looked at where it lies by now. */
    private synchronized void follow() {
        CheckProgress before = records.progress();
        RuleRow rule = zone.agreed().read(view -> view.get(Tables.RULES, zone.rule()));
        List<CheckItem> moved = new ArrayList<>();
        if (rule != null && rule.trimmed().isAfter(before.followed())) {
            moved.add(new CheckItem(
                    rule.root(),
                    "",
                    CheckItem.Kind.IN_FLUX,
                    SuspectLook.UNKNOWN_MOVES,
                    zone.ticks().wallMillis(),
                    "",
                    "what was moved while the check went on is known no more: check again"));
        }
        Version upTo = before.followed();
        List<Map.Entry<JournalKey, JournalEntry>> rows = zone.agreed()
                .read(view -> view.first(
                        JOURNAL_MAX,
                        Tables.JOURNAL,
                        new JournalKey(zone.rule(), before.followed().next()),
                        new JournalKey(zone.rule(), new Version(Long.MAX_VALUE))));
        for (Map.Entry<JournalKey, JournalEntry> row : rows) {
            upTo = row.getKey().version();
            FileId file = row.getValue().file();
            Inode inode = file == null ? null : zone.agreed().read(view -> view.get(Tables.INODES, file));
            if (row.getValue().effect() instanceof Effect.Moved && inode != null && inode.isLive()) {
                moved.add(new CheckItem(
                        inode.parent(),
                        inode.name().value(),
                        CheckItem.Kind.NONE,
                        "",
                        zone.ticks().wallMillis(),
                        "",
                        ""));
            }
        }
        records.followed(upTo, moved);
        followed = rows.size() < JOURNAL_MAX;
    }

    Version check() {
        return check;
    }
}
