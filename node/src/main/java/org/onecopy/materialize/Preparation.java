package org.onecopy.materialize;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.onecopy.capture.Hashing;
import org.onecopy.core.Attributes;
import org.onecopy.core.Content;
import org.onecopy.core.Kind;
import org.onecopy.core.Name;
import org.onecopy.core.namespace.Effect;
import org.onecopy.core.namespace.Inode;
import org.onecopy.core.namespace.RuleRow;
import org.onecopy.core.namespace.Tables;
import org.onecopy.core.namespace.Tables.ContentKey;
import org.onecopy.core.namespace.ZoneRow;
import org.onecopy.core.shown.Entry;
import org.onecopy.location.Location;
import org.onecopy.model.FileId;
import org.onecopy.model.ProblemCode;
import org.onecopy.model.Version;
import org.onecopy.model.ZoneName;
import org.onecopy.problem.ProblemException;
import org.onecopy.storage.Ability;
import org.onecopy.storage.Place;
import org.onecopy.storage.Stat;

/** Brings what items need ahead of their turn: many at the same time, in any order. Results are taken on the writer's thread. */
final class Preparation {
    private static final long RETRY_FIRST_NANOS = 100_000_000L;
    private static final long RETRY_MAX_NANOS = 10_000_000_000L;

    /** How often in a row all zones must have said for certain that they do not have a content. */
    private static final int LOST_ANSWERS = 5;

    private final Location location;
    private final Staging staging;
    private final Hashing hashing;
    private final Set<Name> leftovers = new HashSet<>();
    private final long stagedMax;
    private long stagedBytes;
    private final Queue<Runnable> results = new ConcurrentLinkedQueue<>();
    private List<Item> staged = new ArrayList<>();

    private final InitialCopies initial;

    /** @param stagedMax bytes that may be staged ahead of what can be shown; one content may always be */
    Preparation(Location location, Staging staging, Hashing hashing, long stagedMax, InitialCopies initial) {
        this.initial = initial;
        this.stagedMax = stagedMax;
        this.location = location;
        this.staging = staging;
        this.hashing = hashing;
    }

    /** What an earlier life has staged: its item uses it, or it is purged with the item. */
    void goOnWith(Set<Name> staged) {
        leftovers.addAll(staged);
    }

    /** Takes what has come. @return whether anything had */
    boolean drain() {
        boolean any = false;
        for (Runnable result = results.poll(); result != null; result = results.poll()) {
            result.run();
            any = true;
        }
        return any;
    }

    /** The items that have been staged since this was last asked. */
    List<Item> takeStaged() {
        List<Item> taken = staged;
        staged = new ArrayList<>();
        return taken;
    }

    /**
     * Begins with a new item, or again with one that failed and is due.
     *
     * @param ahead whether something else must be shown before it, so that it waits where too much is staged already
     * @return false where it waits for that
     */
    boolean begin(Item item, boolean ahead) {
        if (item.isHeldUp && initial.holdsUp(item)) {
            return true;
        }
        item.isHeldUp = false;
        boolean early =
                item.tries > 0 && item.tryAgainAtNanos - location.ticks().nanos() > 0;
        if (item.state != Item.State.NEW || early) {
            return true;
        }
        FileId file = item.journal.file();
        if (file == null || item.mergedInto != null) {
            begun(item);
            item.state = Item.State.READY;
            return true;
        }
        if (item.tries == 0 && !item.broughtAgain && Hindsight.isForgotten(location, item)) {
            item.inHindsight = true;
            item.state = Item.State.READY;
            return true;
        }
        boolean own = OwnOutcomes.pendingOf(location, item) != null;
        if (item.content == null && !own) {
            findNeed(item, file);
            skipPassed(item, file);
        }
        long bytes = item.content == null ? 0 : item.content.length();
        if (ahead && bytes > 0 && stagedBytes > 0 && stagedBytes + bytes > stagedMax) {
            return false;
        }
        begun(item);
        if (item.content == null) {
            item.state = Item.State.READY;
            return true;
        }
        stagedBytes += bytes - item.stagedBytes;
        item.stagedBytes = bytes;
        if (!compare(item, file)) {
            fetch(item, file);
        }
        return true;
    }

    private void begun(Item item) {
        if (item.waitingSinceNanos == 0) {
            item.waitingSinceNanos = location.ticks().nanos();
        }
    }

    private void release(Item item) {
        stagedBytes -= item.stagedBytes;
        item.stagedBytes = 0;
    }

    /** Where another node was the writer, what has been replaced since is not brought any more: the storage may be beyond it. */
    private void skipPassed(Item item, FileId file) {
        Version later = !item.whole && item.content != null && Hindsight.covers(location, item)
                ? Hindsight.later(location, item, file)
                : null;
        if (later != null) {
            item.content = null;
            item.mergedInto = later;
        }
    }

    private void findNeed(Item item, FileId file) {
        switch (item.journal.effect()) {
            case Effect.Created created -> {
                if (created.kind() == Kind.FILE) {
                    Entry kept = location.shown().byFile(file);
                    need(item, file, created.written(), created.attributes());
                    boolean stays =
                            kept != null && kept.isShown() && kept.written().compareTo(created.written()) >= 0;
                    if (stays && !item.mends) {
                        item.content = null; // restored while it still lies here
                    }
                }
            }
            case Effect.Wrote wrote -> {
                if (wrote.content() != null) {
                    Entry entry = location.shown().byFile(file);
                    Inode inode = location.agreed().read(view -> view.get(Tables.INODES, file));
                    Attributes attributes =
                            entry != null ? entry.attributes() : inode != null ? inode.attributes() : Attributes.NONE;
                    if (inode != null) { // a block size is given with a content, and only known from where it is agreed
                        attributes = attributes.withExtras(attributes
                                .extras()
                                .withBlockBytes(inode.attributes().extras().blockBytes()));
                    }
                    need(item, file, item.version, attributes.withMtimeNanos(wrote.mtimeNanos()));
                }
            }
            case Effect.Moved moved -> {
                Entry entry = location.shown().byFile(file);
                boolean yields = location.zone().equals(moved.yields()) && entry != null && entry.pending() != null;
                Inode inode = yields ? location.agreed().read(view -> view.get(Tables.INODES, file)) : null;
                if (inode != null && inode.kind() == Kind.FILE) {
                    need(item, file, inode.written(), inode.attributes());
                }
            }
            case Effect.Removed ignored -> {}
            case Effect.AttributesSet ignored -> {}
            case Effect.Unchanged ignored -> {}
        }
    }

    private void need(Item item, FileId file, Version written, Attributes attributes) {
        item.content = item.agreedContent != null
                ? item.agreedContent
                : location.agreed().read(view -> view.get(Tables.CONTENTS, new ContentKey(file, written)));
        item.agreedContent = null;
        item.written = written;
        item.attributes = attributes;
        if (item.content == null) {
            item.mergedInto = newer(item.version, item.written, file); // trimmed since: something newer stands
        }
    }

    /** Where a file of the same length lies already, it may have the same content: then nothing needs to be fetched. */
    private boolean compare(Item item, FileId file) {
        if (item.mends) {
            return false; // what lies there is what is to be mended
        }
        Content content = item.content;
        Entry directory;
        Name name;
        Entry entry = location.shown().byFile(file);
        if (item.journal.effect() instanceof Effect.Created created) {
            directory = location.shown().byFile(created.parent());
            name = created.name();
        } else if (entry != null) {
            directory = location.shown().entry(entry.parent());
            name = entry.name();
        } else {
            return false;
        }
        if (content == null || directory == null || !directory.isShown() || item.tries > 3) {
            return false;
        }
        if (location.tree().capabilities().stepsAtOnce() > 1 && (entry == null || !item.whole)) {
            return compareElsewhere(item, file, content, entry, location.place(directory, name));
        }
        Stat there = location.tree().stat(location.place(directory, name));
        boolean stranger = item.whole && entry == null && location.shown().child(directory.id(), name) == null;
        if (there == null
                || there.kind() != Kind.FILE
                || (there.length() != content.length()
                        && !(stranger && hasOlder(item, file, older -> older.length() == there.length())))) {
            return false;
        }
        if (entry != null && entry.fingerprint().equals(there.fingerprint().token())) {
            return isKnownSame(item, entry, content); // else the content that is to be replaced
        }
        item.state = Item.State.COMPARING;
        hashing.hash(location.place(directory, name), hashed -> results.add(() -> compared(item, file, hashed)));
        return true;
    }

    /**
     * Where a look is a request, the writer does not wait for it, and does without where it can: what lies where a known file does is looked
     * at when it is replaced, and publishing tells where something lies at a new file's place.
     */
    private boolean compareElsewhere(Item item, FileId file, Content content, @Nullable Entry entry, Place place) {
        if ((entry != null && entry.isShown()) || (!item.whole && !item.isOccupied)) {
            return false;
        }
        item.state = Item.State.COMPARING;
        Consumer<Hashing.Hashed> then = hashed -> results.add(() -> compared(item, file, hashed));
        if (item.whole) {
            hashing.hash(place, then); // an older content of the file, of any length, would be stale
        } else {
            hashing.hash(place, content.length(), then);
        }
        return true;
    }

    /** What lies there is known to be the same, although the record says an older version: it needs no transfer. */
    private static boolean isKnownSame(Item item, Entry entry, Content content) {
        if (!item.whole || entry.content() == null || !entry.content().sameAs(content)) {
            return false;
        }
        item.adoptable = entry.fingerprint();
        item.state = Item.State.READY;
        return true;
    }

    /** Whether an older content of the file, as far as these are still known, is like this. */
    private boolean hasOlder(Item item, FileId file, Predicate<Content> like) {
        return location.agreed().read(view -> {
            var older =
                    view.scan(Tables.CONTENTS, new ContentKey(file, Version.NONE), new ContentKey(file, item.written));
            while (older.hasNext()) {
                if (like.test(older.next().getValue())) {
                    return true;
                }
            }
            return false;
        });
    }

    private void compared(Item item, FileId file, Hashing.Hashed hashed) {
        if (item.state != Item.State.COMPARING) {
            return; // given up, or compared twice because it was given up and taken up again
        }
        Content content = item.content;
        Stat stat = hashed.stat();
        if (content != null
                && stat != null
                && hashed.content() != null
                && hashed.content().sameAs(content)) {
            item.adoptable = stat.fingerprint().token();
            item.state = Item.State.READY;
        } else {
            Content found = hashed.content();
            boolean older = item.whole && found != null && hasOlder(item, file, found::sameAs);
            item.stale = older && stat != null ? stat.fingerprint().token() : null;
            fetch(item, file);
        }
    }

    private void fetch(Item item, FileId file) {
        Content content = item.content;
        if (content == null) {
            return;
        }
        if (initial.holdsUp(item)) {
            holdUp(item);
            return;
        }
        item.state = Item.State.FETCHING;
        Version present = item.version;
        Version written = item.written;
        staging.stage(
                new Staging.Request(
                        location.rule(),
                        location.tree(),
                        location.stagedName(item.itemName()),
                        file,
                        item.written,
                        content.inline() == null ? withBytes(item, file, content) : content,
                        item.attributes,
                        initial.priority(item),
                        () -> newer(present, written, file) != null),
                result -> results.add(() -> staged(item, file, result)));
    }

    private void holdUp(Item item) {
        release(item);
        item.state = Item.State.NEW;
        item.isHeldUp = true;
        item.waitingSinceNanos = 0;
        item.problemCode = "";
    }

    /** Gives up asking for a content where its migration is paused; what has come of it stays, and is gone on with. */
    void holdUpWhereAsked(Item item) {
        if (item.state == Item.State.FETCHING && initial.holdsUp(item)) {
            staging.drop(location.rule(), location.stagedName(item.itemName()));
            holdUp(item);
        }
    }

    /** The bytes that came inline, where they do: they were let go once they were staged, and what was staged may be gone. */
    private Content withBytes(Item item, FileId file, Content content) {
        Content agreed = location.agreed().read(view -> view.get(Tables.CONTENTS, new ContentKey(file, item.written)));
        return agreed != null && agreed.sameAs(content) ? agreed : content;
    }

    private void staged(Item item, FileId file, Staging.Result result) {
        if (item.isHeldUp && result.staged() == null) {
            return; // given up, and not tried again before the migration goes on
        }
        if (result.staged() != null) {
            item.staged = result.staged();
            item.content = item.content == null ? null : item.content.withoutBytes();
            item.isStagedDurably = location.tree().capabilities().can(Ability.DURABLE_STEPS);
            staged.add(item);
            item.problemCode = "";
            item.state = Item.State.READY;
            return;
        }
        fail(item, java.util.Objects.requireNonNull(result.problem()));
        if (item.mends) {
            return; // tried again, and given up with a reason
        }
        item.mergedInto = item.isSuperseded() ? newer(item.version, item.written, file) : null;
        boolean lost = ProblemCode.CONTENT_LOST.code().equals(item.problemCode);
        item.lostAnswers = lost ? item.lostAnswers + 1 : 0;
        item.isLost = item.lostAnswers >= LOST_ANSWERS && areAllZonesWriting();
        if (item.mergedInto != null || item.isLost) {
            item.state = Item.State.READY;
            item.problemCode = "";
        }
    }

    /** Whether every zone of the rule has a writer and has compared its storage: else one may have what the others lack. */
    private boolean areAllZonesWriting() {
        return location.agreed().read(view -> {
            RuleRow rule = view.get(Tables.RULES, location.rule());
            for (ZoneName zone : rule == null
                    ? Set.of(location.zone())
                    : rule.definition().paths().keySet()) {
                ZoneRow row = view.get(Tables.ZONES, new Tables.ZoneKey(location.rule(), zone));
                if (row == null || row.writer() == null || row.state() != ZoneRow.State.ACTIVE) {
                    return false;
                }
            }
            return true;
        });
    }

    /** An item did not succeed: why, and when it is tried again. */
    void fail(Item item, ProblemException problem) {
        item.problemCode = problem.code().code();
        item.problemMessage = String.valueOf(problem.getMessage());
        item.staged = null;
        item.adoptable = null;
        postpone(item);
    }

    /** An item is tried again after a while, the longer the oftener it was tried. */
    void postpone(Item item) {
        release(item);
        item.state = Item.State.NEW;
        item.tries++;
        long wait = Math.min(RETRY_MAX_NANOS, RETRY_FIRST_NANOS << Math.min(10, item.tries - 1));
        item.tryAgainAtNanos = location.ticks().nanos() + wait;
    }

    /** The agreed change after which a content is not needed any more, where there is one. */
    private @Nullable Version newer(Version version, Version written, FileId file) {
        Inode inode = location.agreed().read(view -> view.get(Tables.INODES, file));
        if (inode == null) {
            return version;
        }
        if (inode.written().isAfter(written)) {
            return inode.written();
        }
        return inode.isLive() ? null : inode.removed();
    }

    /** Gives up what was brought before a stop for a change that is not to be shown any more. */
    void dropLeftover(Version version) {
        Name item = Location.itemName(version);
        if (leftovers.remove(location.stagedName(item))) {
            location.tree().purge(location.stagedPlace(item));
        }
    }

    /** Gives up what was being brought for an item, and what was brought and not used. */
    void drop(Item item) {
        release(item);
        if (item.state == Item.State.COMPARING) {
            item.state = Item.State.NEW;
        }
        if (item.state == Item.State.FETCHING) {
            staging.drop(location.rule(), location.stagedName(item.itemName()));
        }
        if (leftovers.remove(location.stagedName(item.itemName())) || item.mayBeStaged()) {
            location.tree().purge(location.stagedPlace(item.itemName()));
            item.staged = null;
        }
    }
}
