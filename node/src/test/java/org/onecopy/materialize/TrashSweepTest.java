package org.onecopy.materialize;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.onecopy.capture.Hashing;
import org.onecopy.core.Attributes;
import org.onecopy.core.Content;
import org.onecopy.core.Kind;
import org.onecopy.core.Name;
import org.onecopy.core.TreePath;
import org.onecopy.core.namespace.Inode;
import org.onecopy.core.namespace.Tables;
import org.onecopy.core.namespace.Tables.ZoneKey;
import org.onecopy.core.namespace.ZoneRow;
import org.onecopy.core.shown.Entry;
import org.onecopy.core.shown.HeldOrigin;
import org.onecopy.core.transfer.ChunkHasher;
import org.onecopy.location.AgreedTables;
import org.onecopy.location.LocalRecords;
import org.onecopy.location.Location;
import org.onecopy.location.Ticks;
import org.onecopy.model.FileId;
import org.onecopy.model.RuleId;
import org.onecopy.model.Version;
import org.onecopy.model.ZoneName;
import org.onecopy.storage.ContentReader;
import org.onecopy.storage.Place;
import org.onecopy.storage.Place.Area;
import org.onecopy.storage.Stat;
import org.onecopy.storage.Tree;
import org.onecopy.storage.local.LocalStorage;
import org.onecopy.testing.MapTables;
import org.onecopy.transfer.ContentHasher;

@DisplayName("H13, H10: emptying the trash of a real directory")
final class TrashSweepTest {
    private static final RuleId RULE = new RuleId(1);
    private static final ZoneName ZONE = new ZoneName("near");
    private static final Version DISPLACED = Version.of(0, 50, 1);
    private static final FileId FILE = new FileId(Version.of(0, 10, 1));
    private static final long DAY = 86_400_000;

    @TempDir
    Path directory;

    private final MapTables agreed = new MapTables();
    private final MapTables local = new MapTables();
    private final List<String> notices = new ArrayList<>();
    private final TrashFigures figures = new TrashFigures();
    private final ContentHasher hasher = new ContentHasher(1);
    private long nanos = 1;
    private Tree tree;
    private Location location;
    private TrashSweep sweep;

    @BeforeEach
    void begin() {
        tree = new LocalStorage(directory, null).open("/tree", true);
        location = new Location(
                RULE,
                ZONE,
                new org.onecopy.model.NodeId("oslo-1"),
                tree,
                new AgreedTables() {
                    @Override
                    public <T extends @Nullable Object> T read(
                            java.util.function.Function<org.onecopy.core.table.TableView, T> reader) {
                        return reader.apply(agreed);
                    }
                },
                new LocalRecords(RULE, local, (changes, durable) -> local.apply(changes)),
                new Ticks() {
                    @Override
                    public long wallMillis() {
                        return 1_700_000_000_000L;
                    }

                    @Override
                    public long nanos() {
                        return nanos;
                    }
                },
                (severity, type, rule, path, message) -> notices.add(type));
        location.shown()
                .put(new Entry(
                        Entry.ROOT,
                        Entry.ROOT,
                        new Name("-"),
                        Kind.DIRECTORY,
                        new FileId(Version.of(0, 1, 1)),
                        Version.NONE,
                        Version.NONE,
                        Version.NONE,
                        null,
                        null,
                        Attributes.NONE,
                        "root",
                        "",
                        null));
        age(0);
        passed(DISPLACED);
        sweep = sweep(0);
    }

    @AfterEach
    void end() {
        tree.close();
        hasher.close();
    }

    /** @param freeMin bytes below which the storage is short of space */
    private TrashSweep sweep(long freeMin) {
        return new TrashSweep(location, new Here(), new TrashSweep.Limits(7 * DAY, DAY, 1000, freeMin, 1_000), figures);
    }

    @Test
    void keeps_what_was_displaced_for_its_time_and_then_deletes_it() throws IOException {
        Path file = trash("old content");
        age(7 * DAY - 1);
        pass();
        assertThat(file).exists();
        assertThat(figures.of(RULE)).isEqualTo(new TrashFigures.Figures(1, 11, 1_700_000_000_000L));
        age(7 * DAY);
        pass();
        assertThat(file).doesNotExist();
        assertThat(location.shown().trashedAfter("", 9)).isEmpty();
        assertThat(figures.of(RULE)).isEqualTo(TrashFigures.Figures.NONE);
        assertThat(figures.purgedItems()).isEqualTo(1);
    }

    @Test
    void keeps_what_another_zone_may_still_need() throws IOException {
        Path file = trash("old content");
        passed(Version.of(0, 49, 1));
        age(8 * DAY);
        pass();
        assertThat(file).exists();
        passed(DISPLACED);
        pass();
        assertThat(file).doesNotExist();
    }

    @Test
    void brings_back_what_a_program_wrote_after_the_file_was_displaced() throws IOException {
        Path live = directory.resolve("tree/f");
        Files.writeString(live, "as it was");
        try (OutputStream open = Files.newOutputStream(live, java.nio.file.StandardOpenOption.APPEND)) {
            Path trashed = displace("f", content("as it was"));
            open.write(" and more".getBytes(StandardCharsets.UTF_8));
            open.flush();
            age(8 * DAY);
            pass();
            assertThat(trashed).doesNotExist();
        }
        Entry held = location.shown().children(Entry.HELD_PARENT).getFirst();
        assertThat(tree.stat(location.place(held)).length()).isEqualTo(18);
        assertThat(location.shown().heldOrigin(held.id()))
                .isEqualTo(new HeldOrigin(Entry.ROOT, new Name("f"), FILE, Version.of(0, 20, 1)));
        assertThat(location.shown().trashedAfter("", 9)).isEmpty();
        assertThat(notices).contains("trash-changed");
    }

    @Test
    void deletes_what_was_only_touched() throws IOException {
        Path file = trash("old content");
        Files.setLastModifiedTime(file, java.nio.file.attribute.FileTime.fromMillis(5));
        age(8 * DAY);
        pass();
        assertThat(file).doesNotExist();
        assertThat(location.shown().children(Entry.HELD_PARENT)).isEmpty();
    }

    @Test
    void deletes_earlier_where_the_storage_is_short_of_space_but_not_before_a_day() throws IOException {
        Path file = trash("old content");
        sweep = sweep(Long.MAX_VALUE);
        age(DAY - 1);
        pass();
        assertThat(file).exists();
        age(DAY);
        pass();
        assertThat(file).doesNotExist();
    }

    @Test
    void deletes_the_oldest_where_there_is_too_much() throws IOException {
        Path first = trash("x".repeat(700));
        Path second = displaceAt(Version.of(0, 60, 1), "y".repeat(700));
        passed(Version.of(0, 70, 1));
        age(2 * DAY);
        pass();
        pass();
        assertThat(first).doesNotExist();
        assertThat(second).exists();
    }

    @Test
    void an_administrator_empties_it_at_once_but_not_what_another_zone_may_need() throws IOException {
        Path file = trash("old content");
        sweep.empty(1_700_000_000_000L - 1);
        pass();
        assertThat(file).as("it went there later").exists();
        passed(Version.of(0, 49, 1));
        sweep.empty(1_700_000_000_000L);
        assertThat(sweep.nextDueNanos()).isEqualTo(nanos);
        pass();
        assertThat(file).exists();
        passed(DISPLACED);
        pass();
        assertThat(file).doesNotExist();
        assertThat(figures.purgedItems()).isEqualTo(1);
    }

    @Test
    void keeps_what_comes_back_until_every_zone_shows_it() throws IOException {
        Path file = trash("old content");
        Version back = Version.of(0, 60, 1);
        Inode inode = agreed.rows(Tables.INODES).get(FILE);
        agreed.rows(Tables.INODES)
                .put(
                        FILE,
                        new Inode(
                                FILE,
                                RULE,
                                Kind.FILE,
                                inode.parent(),
                                inode.name(),
                                back,
                                inode.written(),
                                content("old content"),
                                null,
                                Attributes.NONE,
                                inode.attributed(),
                                ZONE,
                                Version.NONE,
                                0));
        age(8 * DAY);
        pass();
        assertThat(file).exists();
        passed(back);
        pass();
        assertThat(file).doesNotExist();
    }

    @Test
    void is_found_by_its_content_as_long_as_it_lies_there() throws IOException {
        Path file = trash("old content");
        assertThat(location.shown().trashedWith(content("old content").digest(), 9))
                .containsExactly(Location.itemName(DISPLACED).value());
        assertThat(location.shown().trashedWith(content("other").digest(), 9)).isEmpty();
        age(8 * DAY);
        pass();
        assertThat(file).doesNotExist();
        assertThat(location.shown().trashedWith(content("old content").digest(), 9))
                .isEmpty();
    }

    @Test
    @DisplayName("H42: what was never agreed has its whole time, however short the storage is of space")
    void keeps_unknown_objects_for_their_whole_time() throws IOException {
        Path file = directory.resolve("tree/.onecopy/trash/unknown-5");
        Files.writeString(file, "nobody else has this");
        sweep = sweep(Long.MAX_VALUE);
        pass();
        age(7 * DAY - 1);
        pass();
        assertThat(file).exists();
        age(7 * DAY);
        pass();
        assertThat(file).doesNotExist();
    }

    @Test
    void never_deletes_an_object_of_which_it_does_not_know_what_it_was() throws IOException {
        Path file = directory.resolve("tree/.onecopy/trash/" + Location.itemName(DISPLACED));
        Files.writeString(file, "from nowhere");
        Path foreign = directory.resolve("tree/.onecopy/trash/somebody's");
        Files.writeString(foreign, "from somebody");
        age(0);
        pass();
        age(900 * DAY);
        pass();
        assertThat(file).exists();
        assertThat(foreign).exists();
    }

    private Path trash(String text) throws IOException {
        return displaceAt(DISPLACED, text);
    }

    private Path displaceAt(Version version, String text) throws IOException {
        Files.writeString(directory.resolve("tree/f"), text);
        return displace("f", content(text), version);
    }

    private Path displace(String name, Content content) {
        return displace(name, content, DISPLACED);
    }

    private Path displace(String name, Content content, Version version) {
        agreed.rows(Tables.INODES)
                .put(
                        FILE,
                        new Inode(
                                FILE,
                                RULE,
                                Kind.FILE,
                                new FileId(Version.of(0, 1, 1)),
                                new Name(name),
                                version,
                                version,
                                content,
                                null,
                                Attributes.NONE,
                                version,
                                ZONE,
                                Version.NONE,
                                0));
        Name item = Location.itemName(version);
        Stat now = tree.move(Place.inTree(TreePath.parse(name)), Place.item(Area.TRASH, item))
                .nowOrNull();
        Entry before = new Entry(
                7,
                Entry.ROOT,
                new Name(name),
                Kind.FILE,
                FILE,
                Version.of(0, 20, 1),
                Version.of(0, 10, 1),
                Version.of(0, 10, 1),
                content,
                null,
                Attributes.NONE,
                "before",
                "",
                null);
        location.trashed(item, before, Objects.requireNonNull(now));
        return directory.resolve("tree/.onecopy/trash/" + item);
    }

    private static Content content(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        ChunkHasher chunks = new ChunkHasher();
        chunks.update(ByteBuffer.wrap(bytes));
        return new Content(bytes.length, chunks.finish().root(), null);
    }

    /** Looks through the trash until nothing is left to do. */
    private void pass() {
        nanos += 10_000;
        do {
            location.records().commit(false);
        } while (sweep.step());
        sweep.step();
        location.records().commit(false);
    }

    private void age(long millis) {
        agreed.rows(Tables.TIMES).put(Tables.AGE, millis);
    }

    private void passed(Version upTo) {
        agreed.rows(Tables.ZONES)
                .put(
                        new ZoneKey(RULE, ZONE),
                        new ZoneRow(
                                ZoneRow.State.ACTIVE,
                                null,
                                1,
                                0,
                                0,
                                new ZoneRow.Progress(upTo, 0, 0, Version.NONE, 0),
                                new ZoneRow.Guard(0, 0, false, 0),
                                0));
    }

    /** Hashes at once, on the caller's thread. */
    private final class Here implements Hashing {
        @Override
        public void hash(Place place, Consumer<Hashed> then) {
            try (ContentReader reader = Objects.requireNonNull(tree.read(place))) {
                ContentHasher.Hashed hashed = hasher.hash(reader);
                then.accept(new Hashed(hashed.stat(), hashed.content(), hashed.chunks()));
            }
        }
    }
}
