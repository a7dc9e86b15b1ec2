package org.onecopy.materialize;

import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;
import org.onecopy.capture.Hashing;
import org.onecopy.capture.Hashing.Hashed;
import org.onecopy.core.Content;
import org.onecopy.core.Kind;
import org.onecopy.core.Name;
import org.onecopy.core.TreePath;
import org.onecopy.core.namespace.Inode;
import org.onecopy.core.namespace.JournalEntry;
import org.onecopy.core.namespace.Passed;
import org.onecopy.core.namespace.Tables;
import org.onecopy.core.namespace.Tables.ContentKey;
import org.onecopy.core.namespace.Tables.JournalKey;
import org.onecopy.core.shown.Entry;
import org.onecopy.core.shown.HeldOrigin;
import org.onecopy.core.shown.ShownTables.IntentKey;
import org.onecopy.core.shown.Trashed;
import org.onecopy.location.Location;
import org.onecopy.location.Notices.Severity;
import org.onecopy.materialize.TrashFigures.Figures;
import org.onecopy.model.FileId;
import org.onecopy.model.Version;
import org.onecopy.problem.StorageException;
import org.onecopy.storage.Place;
import org.onecopy.storage.Place.Area;
import org.onecopy.storage.Stat;
import org.onecopy.storage.Tree.ListSink;

/**
 * Empties the trash of one location, the oldest first. An object goes for ever only where all of this holds:
 *
 * <ul>
 *   <li>it has been there for the time it is kept; or for the shortest time, and the trash is too large or the storage short of space; or an
 *       administrator empties the trash
 *   <li>every zone shows the change that displaced it (H10), and the one that brought it back, if any: until then a zone may need its content
 *   <li>nobody wrote to it after it was displaced (H13): its fingerprint is the same, or its content after reading it again. Else it is a
 *       user's change, which goes to the held folder to be proposed
 * </ul>
 *
 * <p>Used by the writer's thread alone. Everything may be stopped and done again at any point.
 */
public final class TrashSweep {
    private static final int PAGE = 128;
    private static final int HASHES_MAX = 4;
    private static final String UNKNOWN = "unknown-";
    private static final int VERSION_DIGITS = 16;

    private final Location location;
    private final Hashing hashing;
    private final Limits limits;
    private final TrashFigures figures;
    private final SetAside setAside;
    private final Queue<Runnable> results = new ConcurrentLinkedQueue<>();

    private boolean adopted;
    private volatile long emptyUpToMillis = Long.MIN_VALUE;
    private volatile boolean asked;
    private @Nullable Pass pass;
    private long nextNanos;
    private int hashes;

    /**
     * How long and how much is kept.
     *
     * @param keepMillis in the membership's agreed age
     * @param keepMillisMin never less, except for what an administrator empties
     * @param bytesMax of all rules of the node together
     * @param freeMin bytes free in the storage below which it is short of space
     * @param everyNanos between two looks through the trash
     */
    public record Limits(long keepMillis, long keepMillisMin, long bytesMax, long freeMin, long everyNanos) {}

    /** One look through the trash. */
    private static final class Pass {
        final long ageMillis;
        final Version passed;
        final boolean isShort;
        final long emptyUpToMillis;
        long over;
        String position = "";
        Figures kept = Figures.NONE;

        Pass(long ageMillis, Version passed, boolean isShort, long emptyUpToMillis, long over) {
            this.ageMillis = ageMillis;
            this.passed = passed;
            this.isShort = isShort;
            this.emptyUpToMillis = emptyUpToMillis;
            this.over = over;
        }
    }

    public TrashSweep(Location location, Hashing hashing, Limits limits, TrashFigures figures) {
        this.location = location;
        this.hashing = hashing;
        this.limits = limits;
        this.figures = figures;
        setAside = new SetAside(location, new Steps());
        nextNanos = location.ticks().nanos();
    }

    /** Does a bounded piece of work. @return whether anything was done */
    public boolean step() {
        boolean worked = false;
        for (Runnable result = results.poll(); result != null; result = results.poll()) {
            result.run();
            worked = true;
        }
        if (asked && pass == null) {
            asked = false;
            nextNanos = location.ticks().nanos();
        }
        if (pass == null && location.ticks().nanos() - nextNanos < 0) {
            return worked;
        }
        if (!adopted) {
            adopt();
            adopted = true;
        }
        if (hashes >= HASHES_MAX) {
            return worked;
        }
        Pass now = pass == null ? begin() : pass;
        pass = now;
        List<Map.Entry<IntentKey, Trashed>> rows = location.shown().trashedAfter(now.position, PAGE);
        for (Map.Entry<IntentKey, Trashed> row : rows) {
            now.position = row.getKey().item();
            look(now, row.getKey().item(), row.getValue());
        }
        if (rows.size() < PAGE) {
            figures.counted(location.rule(), now.kept);
            pass = null;
            nextNanos = location.ticks().nanos() + limits.everyNanos();
            return worked;
        }
        return true;
    }

    /**
     * An administrator empties the trash: what went there up to a time is kept no longer than other zones need it, also in later passes of this
     * writer. May be called from any thread.
     *
     * @param untilMillis by this node's clock
     */
    public void empty(long untilMillis) {
        emptyUpToMillis = Math.max(emptyUpToMillis, untilMillis);
        asked = true;
    }

    /** When something will be due although nothing happens. */
    public long nextDueNanos() {
        return asked ? location.ticks().nanos() : nextNanos;
    }

    private Pass begin() {
        Version passed = location.agreed().read(view -> Passed.byAll(view, location.rule()));
        boolean isShort = location.tree().spaceAvailable() < limits.freeMin();
        return new Pass(
                location.ageMillis(),
                passed,
                isShort,
                emptyUpToMillis,
                figures.total().bytes() - limits.bytesMax());
    }

    private void look(Pass now, String item, Trashed trashed) {
        if (!isDue(now, item, trashed) || isComingBack(now, trashed) || !purgeUnchanged(now, item, trashed)) {
            now.kept = now.kept.and(new Figures(1, trashed.length(), trashed.sinceMillis()));
        }
    }

    private boolean isDue(Pass now, String item, Trashed trashed) {
        long age = now.ageMillis - trashed.sinceAgeMillis();
        boolean known = !item.startsWith(UNKNOWN);
        boolean emptied = trashed.sinceMillis() <= now.emptyUpToMillis;
        boolean early = known && age >= limits.keepMillisMin() && (now.isShort || now.over > 0);
        if (age < limits.keepMillis() && !early && !emptied) {
            return false;
        }
        return !known || !displacedAt(item).isAfter(now.passed);
    }

    /** Whether its content stands in the tree again, and some zone does not show that yet. */
    private boolean isComingBack(Pass now, Trashed trashed) {
        FileId file = trashed.file();
        Content content = trashed.content();
        Inode inode =
                file == null || content == null ? null : location.agreed().read(view -> view.get(Tables.INODES, file));
        return inode != null
                && inode.isLive()
                && inode.content() != null
                && content != null
                && inode.content().sameAs(content)
                && Version.max(inode.placed(), inode.written()).isAfter(now.passed);
    }

    /** The agreed change that displaced an item, by its name; {@link Version#NONE} of what no agreed change did. */
    public static Version displacedBy(String item) {
        return isOurs(item) && !item.startsWith(UNKNOWN) ? displacedAt(item) : Version.NONE;
    }

    private static Version displacedAt(String item) {
        return new Version(Long.parseLong(item.substring("at-".length(), "at-".length() + VERSION_DIGITS), 16));
    }

    private static Place place(String item) {
        return SetAside.trash(new Name(item));
    }

    /** @return whether nothing lies there any more */
    private boolean purgeUnchanged(Pass now, String item, Trashed trashed) {
        try {
            Stat stat = location.tree().stat(place(item));
            if (stat == null) {
                location.shown().forgetTrashed(item);
                return true;
            }
            boolean unchanged = stat.fingerprint().token().equals(trashed.fingerprint());
            if (item.startsWith(UNKNOWN) && !unchanged && stat.kind() == Kind.FILE) {
                rescue(item, trashed);
                return true;
            }
            if (item.startsWith(UNKNOWN) || stat.kind() != Kind.FILE || (unchanged && trashed.content() != null)) {
                now.over -= trashed.length();
                purge(item, trashed);
                return true;
            }
            hash(item, trashed);
            return false;
        } catch (StorageException e) {
            if (e.concernsWholeTree()) {
                throw e;
            }
            location.notice(Severity.WARNING, "trash-stuck", List.of(trashed.name()), String.valueOf(e.getMessage()));
            return false;
        }
    }

    private void purge(String item, Trashed trashed) {
        location.tree().purge(place(item));
        location.shown().forgetTrashed(item);
        figures.purged(trashed.length());
    }

    private void hash(String item, Trashed trashed) {
        if (hashes < HASHES_MAX) {
            hashes++;
            hashing.hash(
                    place(item),
                    hashed -> results.add(() -> {
                        hashes--;
                        hashed(item, trashed, hashed);
                    }));
        }
    }

    private void hashed(String item, Trashed trashed, Hashed hashed) {
        Stat read = hashed.stat();
        Content content = hashed.content();
        Stat present = location.tree().stat(place(item));
        if (read == null
                || content == null
                || present == null
                || !present.fingerprint().equals(read.fingerprint())) {
            return; // it is looked at again in the next pass
        }
        if (trashed.content() != null && trashed.content().sameAs(content)) {
            purge(item, trashed);
        } else if (trashed.file() != null && trashed.content() != null) {
            rescue(item, trashed);
        } else {
            location.notice(
                    Severity.WARNING,
                    "trash-unknown",
                    List.of(trashed.name()),
                    "it is not known what this object in the trash was; it stays there until an administrator removes it");
        }
    }

    /** Somebody still wrote to it: a change of the file that it was, from the content that it had. */
    private void rescue(String item, Trashed trashed) {
        FileId file = trashed.file();
        Inode inode = file == null ? null : location.agreed().read(view -> view.get(Tables.INODES, file));
        Entry parent = location.shown().entry(trashed.parent());
        long directory = parent != null && parent.isDirectory() && parent.isShown() ? parent.id() : Entry.ROOT;
        HeldOrigin origin = new HeldOrigin(
                directory,
                trashed.name(),
                inode == null ? null : file,
                inode == null ? Version.NONE : trashed.written());
        long id = location.shown().nextEntry();
        setAside.announce(id, origin);
        Stat now = location.tree().move(place(item), Location.heldPlace(id)).nowOrNull();
        if (now != null) {
            setAside.record(null, id, origin, now);
            location.shown().forgetTrashed(item);
            location.notice(
                    Severity.WARNING,
                    "trash-changed",
                    List.of(trashed.name()),
                    "somebody wrote to this file after it had been replaced or removed; what they wrote is kept and will be proposed");
        }
    }

    /**
     * What came there without a record, because the process ended between the two, counts from now on. Such an object was the same as
     * an agreed one: what was displaced otherwise had been announced, see {@link Recovery}.
     */
    private void adopt() {
        location.tree().list(new Place(Area.TRASH, TreePath.ROOT), new ListSink() {
            @Override
            public void entry(Name name, Stat stat) {
                if (location.shown().trashed(name.value()) == null && isOurs(name.value())) {
                    adopt(name.value(), stat);
                }
            }

            @Override
            public void refused(String printableName, String reason) {
                // not ours: left alone
            }
        });
    }

    private static boolean isOurs(String item) {
        return item.matches("at-[0-7][0-9a-f]{15}(-[0-9a-f]+)?") || item.startsWith(UNKNOWN);
    }

    private void adopt(String item, Stat stat) {
        Content content = null;
        if (!item.startsWith(UNKNOWN)) {
            JournalKey key = new JournalKey(location.rule(), displacedAt(item));
            JournalEntry journal = location.agreed().read(view -> view.get(Tables.JOURNAL, key));
            FileId named = journal == null ? null : journal.file();
            Inode inode = named == null ? null : location.agreed().read(view -> view.get(Tables.INODES, named));
            if (inode != null) {
                content = location.agreed()
                        .read(view -> view.get(Tables.CONTENTS, new ContentKey(inode.id(), inode.written())));
            }
        }
        location.shown()
                .put(
                        item,
                        new Trashed(
                                null,
                                Version.NONE,
                                Entry.ROOT,
                                new Name(item),
                                stat.kind(),
                                stat.length(),
                                content == null ? null : content.withoutBytes(),
                                item.startsWith(UNKNOWN) ? stat.fingerprint().token() : "",
                                location.ageMillis(),
                                location.ticks().wallMillis()));
    }
}
