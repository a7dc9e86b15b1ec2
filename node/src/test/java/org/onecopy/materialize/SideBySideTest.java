package org.onecopy.materialize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.onecopy.core.Attributes;
import org.onecopy.core.Kind;
import org.onecopy.core.Name;
import org.onecopy.core.TreePath;
import org.onecopy.core.namespace.Effect;
import org.onecopy.core.namespace.JournalEntry;
import org.onecopy.core.shown.Entry;
import org.onecopy.core.table.TableView;
import org.onecopy.location.AgreedTables;
import org.onecopy.location.LocalRecords;
import org.onecopy.location.Location;
import org.onecopy.location.Ticks;
import org.onecopy.materialize.Publisher.Result;
import org.onecopy.model.FileId;
import org.onecopy.model.NodeId;
import org.onecopy.model.ProblemCode;
import org.onecopy.model.RuleId;
import org.onecopy.model.Version;
import org.onecopy.model.ZoneName;
import org.onecopy.problem.StorageException;
import org.onecopy.storage.Capabilities;
import org.onecopy.storage.Place;
import org.onecopy.storage.Tree;
import org.onecopy.storage.local.LocalStorage;
import org.onecopy.testing.MapTables;

@DisplayName("H28: which changes are shown at the same time, and how")
final class SideBySideTest {
    private static final RuleId RULE = new RuleId(1);
    private static final FileId ROOT = new FileId(Version.of(0, 1, 1));

    @TempDir
    Path directory;

    private final MapTables agreed = new MapTables();
    private final MapTables local = new MapTables();
    private final CyclicBarrier waiting = new CyclicBarrier(4);
    private Tree real;
    private int nextVersion = 100;

    @BeforeEach
    void begin() {
        real = new LocalStorage(directory, null).open("/tree", true);
    }

    @AfterEach
    void end() {
        real.close();
    }

    private Location location(Tree tree) {
        Location location = new Location(
                RULE,
                new ZoneName("near"),
                new NodeId("oslo-1"),
                tree,
                new AgreedTables() {
                    @Override
                    public <T extends @Nullable Object> T read(Function<TableView, T> reader) {
                        return reader.apply(agreed);
                    }
                },
                new LocalRecords(RULE, local, (changes, durable) -> local.apply(changes)),
                new Ticks() {
                    @Override
                    public long wallMillis() {
                        return 0;
                    }

                    @Override
                    public long nanos() {
                        return 0;
                    }
                },
                (severity, type, rule, path, message) -> {});
        location.shown().put(entry(Entry.ROOT, new Name("-"), Kind.DIRECTORY, ROOT));
        return location;
    }

    private static Entry entry(long id, Name name, Kind kind, FileId file) {
        return new Entry(
                id,
                Entry.ROOT,
                name,
                kind,
                file,
                Version.NONE,
                Version.NONE,
                Version.NONE,
                null,
                null,
                Attributes.NONE,
                "seen",
                "",
                null);
    }

    /** A tree that likes four steps at once, and whose looks come to an end by fours. */
    private Tree slowTree() {
        return (Tree) Proxy.newProxyInstance(
                Tree.class.getClassLoader(), new Class<?>[] {Tree.class}, (proxy, call, args) -> {
                    if (call.getName().equals("capabilities")) {
                        return new Capabilities(Capabilities.ALL.abilities(), Capabilities.ALL.names(), 1, 4);
                    }
                    if (call.getName().equals("stat")) {
                        waiting.await(20, TimeUnit.SECONDS);
                    }
                    try {
                        return call.invoke(real, args);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    private Item item(FileId file, Effect effect) {
        Item item =
                new Item(Version.of(0, nextVersion++, 1), new JournalEntry(file, effect, new ZoneName("far"), null, 0));
        item.state = Item.State.READY;
        return item;
    }

    private Item created(String name, Kind kind, FileId parent) {
        FileId file = new FileId(Version.of(0, nextVersion, 1));
        return item(
                file,
                new Effect.Created(
                        parent, new Name(name), kind, null, null, Attributes.NONE, null, Version.NONE, Version.NONE));
    }

    private Item created(String name) {
        return created(name, Kind.FILE, ROOT);
    }

    @Test
    void takes_what_follows_until_something_depends_on_what_was_taken() {
        SideBySide beside = new SideBySide(location(slowTree()));
        Item made = created("d", Kind.DIRECTORY, ROOT);
        FileId directoryId = made.journal.file();
        Item inside = created("f", Kind.FILE, directoryId);
        Item other = created("g");
        assertThat(beside.group(List.of(other, made, inside))).containsExactly(other, made);
        Item again = created("g");
        assertThat(beside.group(List.of(other, again))).containsExactly(other);
        Item marker = created("_SUCCESS");
        assertThat(beside.group(List.of(other, marker))).containsExactly(other);
        assertThat(beside.group(List.of(marker, other))).containsExactly(marker, other);
        Item link = created("l", Kind.SYMLINK, ROOT);
        assertThat(beside.group(List.of(other, link))).containsExactly(other, link);
        Item waits = created("w");
        waits.state = Item.State.FETCHING;
        assertThat(beside.group(List.of(other, waits))).containsExactly(other);
    }

    @Test
    void takes_changes_of_different_files_and_never_a_move_or_a_directorys_removal() {
        Location location = location(slowTree());
        FileId file = new FileId(Version.of(0, 11, 1));
        FileId otherFile = new FileId(Version.of(0, 12, 1));
        FileId directoryId = new FileId(Version.of(0, 13, 1));
        location.shown().put(entry(11, new Name("f"), Kind.FILE, file));
        location.shown().put(entry(12, new Name("g"), Kind.FILE, otherFile));
        location.shown().put(entry(13, new Name("d"), Kind.DIRECTORY, directoryId));
        SideBySide beside = new SideBySide(location);
        Item wrote = item(file, new Effect.Wrote(null, null, 1));
        Item removed = item(otherFile, new Effect.Removed(ROOT, new Name("g"), Kind.FILE));
        assertThat(beside.group(List.of(wrote, removed))).containsExactly(wrote, removed);
        Item wroteAgain = item(file, new Effect.Wrote(null, null, 2));
        assertThat(beside.group(List.of(wrote, wroteAgain))).containsExactly(wrote);
        Item moved = item(otherFile, new Effect.Moved(ROOT, new Name("g"), ROOT, new Name("h"), null));
        assertThat(beside.group(List.of(wrote, moved))).containsExactly(wrote);
        assertThat(beside.group(List.of(moved, wrote))).isEmpty();
        Item gone = item(directoryId, new Effect.Removed(ROOT, new Name("d"), Kind.DIRECTORY));
        assertThat(beside.group(List.of(wrote, gone))).containsExactly(wrote);
    }

    @Test
    void waits_for_the_storage_together_and_uses_the_records_alone() {
        SideBySide beside = new SideBySide(location(slowTree()));
        List<Item> items = List.of(created("a"), created("b"), created("c"), created("d"));
        AtomicInteger inside = new AtomicInteger();
        AtomicInteger insideMost = new AtomicInteger();
        Function<Item, Result> action = item -> {
            insideMost.accumulateAndGet(inside.incrementAndGet(), Math::max);
            inside.decrementAndGet();
            beside.location().tree().stat(Place.inTree(TreePath.ROOT)); // ends only when all four have come here
            insideMost.accumulateAndGet(inside.incrementAndGet(), Math::max);
            inside.decrementAndGet();
            return Result.DONE;
        };
        for (int at = 0; at < items.size(); at++) {
            assertThat(beside.isTried(items.get(at))).isEqualTo(at > 0);
            assertThat(beside.tryOne(items.get(at), items.subList(at, items.size()), action))
                    .isEqualTo(Result.DONE);
        }
        assertThat(insideMost).hasValue(1);
    }

    @Test
    void hands_on_each_result_and_failure_in_its_turn() {
        SideBySide beside = new SideBySide(location(slowTree()));
        List<Item> items = List.of(created("a"), created("b"), created("c"));
        Function<Item, Result> action = item -> {
            if (item == items.get(1)) {
                throw new StorageException(ProblemCode.STORAGE_UNAVAILABLE, "gone", null);
            }
            return item == items.get(0) ? Result.DONE : Result.BLOCKED;
        };
        assertThat(beside.tryOne(items.get(0), items, action)).isEqualTo(Result.DONE);
        assertThatThrownBy(() -> beside.tryOne(items.get(1), items.subList(1, 3), action))
                .isInstanceOf(StorageException.class);
        assertThat(beside.tryOne(items.get(2), items.subList(2, 3), action)).isEqualTo(Result.BLOCKED);
    }

    @Test
    void does_one_after_the_other_where_the_storage_likes_that() {
        Location location = location(real);
        SideBySide beside = new SideBySide(location);
        assertThat(beside.location()).isSameAs(location);
        List<Item> items = List.of(created("a"), created("b"));
        List<Item> tried = new ArrayList<>();
        beside.tryOne(items.get(0), items, item -> {
            tried.add(item);
            return Result.DONE;
        });
        assertThat(tried).containsExactly(items.get(0));
    }
}
