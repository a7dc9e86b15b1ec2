package org.onecopy.materialize;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
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
import org.onecopy.core.namespace.Effect;
import org.onecopy.core.namespace.Inode;
import org.onecopy.core.namespace.JournalEntry;
import org.onecopy.core.namespace.OpId;
import org.onecopy.core.namespace.RuleDefinition;
import org.onecopy.core.namespace.RuleRow;
import org.onecopy.core.namespace.Tables;
import org.onecopy.core.namespace.Tables.ContentKey;
import org.onecopy.core.namespace.Tables.JournalKey;
import org.onecopy.core.namespace.Tables.ZoneKey;
import org.onecopy.core.namespace.ZoneRow;
import org.onecopy.core.shown.Entry;
import org.onecopy.location.AgreedTables;
import org.onecopy.location.LocalRecords;
import org.onecopy.location.Location;
import org.onecopy.location.Ticks;
import org.onecopy.model.Digest;
import org.onecopy.model.FileId;
import org.onecopy.model.NodeId;
import org.onecopy.model.ProblemCode;
import org.onecopy.model.RuleId;
import org.onecopy.model.RuleName;
import org.onecopy.model.Version;
import org.onecopy.model.ZoneName;
import org.onecopy.problem.ProblemException;
import org.onecopy.problem.StorageException;
import org.onecopy.storage.Place;
import org.onecopy.storage.StageWriter;
import org.onecopy.storage.Tree;
import org.onecopy.storage.local.LocalStorage;
import org.onecopy.testing.MapTables;
import org.onecopy.transfer.ContentHasher;

/** What a journal leads to in a real directory, where contents are superseded or cannot be had. */
final class MaterializerTest {
    private static final RuleId RULE = new RuleId(1);
    private static final ZoneName ZONE = new ZoneName("near");
    private static final ZoneName FAR = new ZoneName("far");
    private static final FileId ROOT = new FileId(Version.of(0, 1, 1));
    private static final FileId FILE = new FileId(Version.of(0, 10, 1));
    private static final long SECOND = 1_000_000_000L;

    @TempDir
    Path directory;

    private final MapTables agreed = new MapTables();
    private final MapTables local = new MapTables();
    private final List<String> notices = new ArrayList<>();
    private final ContentHasher hasher = new ContentHasher(1);
    private final RuleDefinition definition = new RuleDefinition(
            RULE,
            new RuleName("shared"),
            1,
            new TreeMap<>(java.util.Map.of(ZONE, "/tree", FAR, "/tree")),
            List.of(),
            null,
            RuleDefinition.ConflictPolicy.KEEP_BOTH,
            null,
            900_000,
            RuleDefinition.Visibility.ORDERED,
            new RuleDefinition.GuardPolicy(1_000_000, 100, 1_000_000, 600_000),
            Set.of());
    private Version available = Version.NONE;
    private @Nullable ProblemCode refusal;
    private long index = 10;
    private long nanos = SECOND;
    private Tree tree;
    private Location location;
    private Materializer materializer;

    @BeforeEach
    void begin() {
        tree = new LocalStorage(directory, null).open("/tree", true);
        location = new Location(
                RULE,
                ZONE,
                new NodeId("near-1"),
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
                        return nanos / 1_000_000;
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
                        ROOT,
                        ROOT.born(),
                        ROOT.born(),
                        ROOT.born(),
                        null,
                        null,
                        Attributes.NONE,
                        "root",
                        "",
                        null));
        location.shown()
                .put(location.shown()
                        .cursor()
                        .withEpoch(1)
                        .withLowWater(Version.of(0, 9, 1))
                        .withJoined(true));
        agreed.rows(Tables.RULES)
                .put(RULE, new RuleRow(definition, ROOT.born(), ROOT, false, 0, 0, Version.NONE, Version.NONE));
        agreed.rows(Tables.ZONES)
                .put(
                        new ZoneKey(RULE, ZONE),
                        new ZoneRow(
                                ZoneRow.State.ACTIVE,
                                new NodeId("near-1"),
                                1,
                                0,
                                0,
                                new ZoneRow.Progress(Version.NONE, 0, 0, Version.NONE, 0),
                                new ZoneRow.Guard(0, 0, false, 0),
                                0));
        materializer = new Materializer(location, new FromAfar(), new Here(), 1L << 30);
        materializer.recover();
    }

    @AfterEach
    void end() {
        tree.close();
        hasher.close();
    }

    @Test
    @DisplayName("H11")
    void superseded_contents_are_shown_together_with_the_newer_one() {
        created("first");
        directories(3);
        wrote("second");
        run(SECOND);
        assertThat(directory.resolve("tree/f")).hasContent("second");
        assertThat(materializer.holes()).isZero();
        assertThat(notices).isEmpty();
    }

    @Test
    @DisplayName("H11")
    void superseded_contents_hold_nothing_else_back_where_the_newer_one_is_too_far_ahead() {
        created("first");
        directories(3000);
        wrote("second");
        run(4 * SECOND);
        assertThat(directory.resolve("tree/d1")).doesNotExist();
        run(3 * SECOND);
        assertThat(directory.resolve("tree/d2999")).isDirectory();
        assertThat(directory.resolve("tree/f")).hasContent("second");
        assertThat(materializer.holes()).isZero();
        assertThat(notices).isEmpty();
    }

    @Test
    @DisplayName("H11")
    void superseded_contents_hold_nothing_else_back_where_each_newer_one_is_overwritten_as_well() {
        available = Version.of(0, 1_000_000, 1);
        created("0");
        for (int round = 1; round <= 20; round++) {
            directories(100);
            wrote(Integer.toString(round));
            run(SECOND);
        }
        assertThat(directory.resolve("tree/d1000")).isDirectory();
        available = wrote("last");
        run(6 * SECOND);
        assertThat(directory.resolve("tree/f")).hasContent("last");
        assertThat(materializer.holes()).isZero();
    }

    @Test
    @DisplayName("H52: what a zone cannot hold, and is removed again")
    void what_is_parked_and_then_removed_is_over() {
        refusal = ProblemCode.STORAGE_NAME_ILLEGAL;
        created("a name that cannot be had here");
        directories(1);
        run(2 * SECOND);
        assertThat(materializer.parked()).isEqualTo(1);
        assertThat(directory.resolve("tree/d1")).isDirectory();
        removed();
        run(20 * SECOND);
        assertThat(materializer.parked()).isZero();
        assertThat(materializer.holes()).isZero();
    }

    private void run(long time) {
        for (long end = nanos + time; nanos < end; nanos += SECOND / 20) {
            while (materializer.step(definition)) {
                // on to the next
            }
        }
    }

    private void created(String bytes) {
        Version version = next();
        assertThat(new FileId(version)).isEqualTo(FILE);
        Content content = content(bytes);
        journal(
                version,
                FILE,
                new Effect.Created(
                        ROOT, new Name("f"), Kind.FILE, content, null, Attributes.NONE, null, version, version));
        agreed(version, content);
    }

    /** Only the newest content is to be had, or none where {@link #available} says so. */
    private Version wrote(String bytes) {
        Version version = next();
        Content content = content(bytes);
        journal(version, FILE, new Effect.Wrote(content, null, 0));
        agreed(version, content);
        return version;
    }

    private void agreed(Version version, Content content) {
        agreed.rows(Tables.CONTENTS).put(new ContentKey(FILE, version), content);
        agreed.rows(Tables.INODES)
                .put(
                        FILE,
                        new Inode(
                                FILE,
                                RULE,
                                Kind.FILE,
                                ROOT,
                                new Name("f"),
                                FILE.born(),
                                version,
                                content,
                                null,
                                Attributes.NONE,
                                FILE.born(),
                                FAR,
                                Version.NONE,
                                0));
    }

    private void removed() {
        Version version = next();
        journal(version, FILE, new Effect.Removed(ROOT, new Name("f"), Kind.FILE));
        Inode inode = java.util.Objects.requireNonNull(agreed.get(Tables.INODES, FILE));
        agreed.rows(Tables.INODES)
                .put(
                        FILE,
                        new Inode(
                                FILE,
                                RULE,
                                Kind.FILE,
                                ROOT,
                                new Name("f"),
                                inode.placed(),
                                inode.written(),
                                inode.content(),
                                null,
                                inode.attributes(),
                                inode.attributed(),
                                FAR,
                                version,
                                0));
    }

    private void directories(int count) {
        for (int i = 0; i < count; i++) {
            Version version = next();
            Name name = new Name("d" + (index - 11));
            journal(
                    version,
                    new FileId(version),
                    new Effect.Created(
                            ROOT, name, Kind.DIRECTORY, null, null, Attributes.NONE, null, version, version));
        }
    }

    private Version next() {
        return Version.of(0, index++, 1);
    }

    private void journal(Version version, FileId file, Effect effect) {
        agreed.rows(Tables.JOURNAL)
                .put(new JournalKey(RULE, version), new JournalEntry(file, effect, FAR, new OpId(1, index), 0));
    }

    private static Content content(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return new Content(bytes.length, Digest.of(Arrays.copyOf(bytes, Digest.LENGTH)), bytes);
    }

    /** Gives out the newest content of the file, and only if it is the one that is available. */
    private final class FromAfar implements Staging {
        @Override
        public void stage(Request request, Consumer<Result> then) {
            Inode inode = agreed.get(Tables.INODES, FILE);
            boolean newest = inode != null && inode.written().equals(request.version());
            boolean has = newest && (available.equals(Version.NONE) || available.equals(request.version()));
            byte[] bytes = request.content().inline();
            if (refusal != null) {
                then.accept(new Result(null, new StorageException(refusal, "not here", null)));
                return;
            }
            if (!has || bytes == null) {
                then.accept(
                        new Result(null, new ProblemException(ProblemCode.CONTENT_SUPERSEDED, "changed where it was")));
                return;
            }
            try (StageWriter writer = request.tree().stage(request.item(), bytes.length)) {
                writer.write(0, ByteBuffer.wrap(bytes));
                then.accept(new Result(writer.finish(request.attributes()), null));
            }
        }

        @Override
        public void drop(RuleId rule, Name item) {
            // nothing is under way here
        }
    }

    private static final class Here implements Hashing {
        @Override
        public void hash(Place place, Consumer<Hashed> then) {
            throw new AssertionError("nothing lies at " + place);
        }
    }
}
