package org.onecopy.materialize;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.onecopy.core.Attributes;
import org.onecopy.core.Content;
import org.onecopy.core.Kind;
import org.onecopy.core.Name;
import org.onecopy.core.namespace.Effect;
import org.onecopy.core.namespace.JournalEntry;
import org.onecopy.core.namespace.Tables;
import org.onecopy.core.namespace.Tables.ContentKey;
import org.onecopy.core.namespace.Tables.JournalKey;
import org.onecopy.core.table.TableView;
import org.onecopy.location.AgreedRule;
import org.onecopy.location.AgreedTables;
import org.onecopy.location.LocalRecords;
import org.onecopy.location.Location;
import org.onecopy.location.Ticks;
import org.onecopy.model.Digest;
import org.onecopy.model.FileId;
import org.onecopy.model.NodeId;
import org.onecopy.model.RuleId;
import org.onecopy.model.Version;
import org.onecopy.model.ZoneName;
import org.onecopy.storage.Tree;
import org.onecopy.storage.local.LocalStorage;
import org.onecopy.testing.MapTables;

final class JournalWindowTest {
    private static final RuleId RULE = new RuleId(1);
    private static final FileId ROOT = new FileId(Version.of(0, 1, 1));
    private static final int BYTES = 64 << 10;
    private static final int FITTING = (int) (JournalWindow.BYTES_MAX / BYTES);

    @TempDir
    Path directory;

    private final MapTables agreed = new MapTables();
    private final MapTables local = new MapTables();
    private long index = -1;
    private int reads;
    private Tree tree;
    private Location location;
    private JournalWindow window;

    @BeforeEach
    void begin() {
        tree = new LocalStorage(directory, null).open("/tree", true);
        location = new Location(
                RULE,
                new ZoneName("oslo"),
                new NodeId("oslo-1"),
                tree,
                new Agreed(),
                new LocalRecords(RULE, local, (changes, durable) -> local.apply(changes)),
                new StandingTicks(),
                (severity, type, rule, path, message) -> {});
        window = new JournalWindow(location);
    }

    @AfterEach
    void end() {
        tree.close();
    }

    private final class Agreed implements AgreedTables {
        @Override
        public <T extends @Nullable Object> T read(Function<TableView, T> reader) {
            reads++;
            return reader.apply(agreed);
        }

        @Override
        public long index() {
            return index;
        }
    }

    private static final class StandingTicks implements Ticks {
        @Override
        public long wallMillis() {
            return 1_700_000_000_000L;
        }

        @Override
        public long nanos() {
            return 1;
        }
    }

    /** Another zone's small file is agreed. */
    private void agree(int number) {
        Version at = Version.of(0, 2, number);
        Content content = new Content(BYTES, Digest.of(new byte[32]), new byte[BYTES]);
        Effect effect = new Effect.Created(
                ROOT,
                new Name("file-" + number),
                Kind.FILE,
                content.withoutBytes(),
                null,
                Attributes.NONE,
                null,
                at,
                at);
        agreed.rows(Tables.JOURNAL)
                .put(new JournalKey(RULE, at), new JournalEntry(new FileId(at), effect, new ZoneName("lyon"), null, 0));
        agreed.rows(Tables.CONTENTS).put(new ContentKey(new FileId(at), at), content);
    }

    @Test
    void holds_a_bounded_number_of_bytes_and_reads_on_once_they_are_staged() {
        index = 2;
        for (int i = 1; i <= 3 * FITTING; i++) {
            agree(i);
        }
        assertThat(window.fill()).isTrue();
        assertThat(window.items()).hasSize(FITTING);
        assertThat(window.fill()).isFalse();
        window.items().subList(0, FITTING / 2).forEach(item -> item.agreedContent = null);
        assertThat(window.fill()).isTrue();
        assertThat(window.items()).hasSize(FITTING + FITTING / 2);
        window.removeFirst(window.items().size());
        location.shown().put(location.shown().cursor().withLowWater(Version.of(0, 2, FITTING + FITTING / 2)));
        assertThat(window.fill()).isTrue();
        assertThat(window.items().getFirst().version).isEqualTo(Version.of(0, 2, FITTING + FITTING / 2 + 1));
    }

    @Test
    void does_not_read_again_before_anything_is_agreed() {
        index = 2;
        agree(1);
        assertThat(window.fill()).isTrue();
        int before = reads;
        assertThat(window.fill()).isFalse();
        assertThat(reads).isEqualTo(before);
        agree(2);
        index = 3;
        assertThat(window.fill()).isTrue();
        assertThat(window.items()).hasSize(2);
    }

    @Test
    void reads_again_where_the_cursor_was_set_back() {
        index = 2;
        agree(1);
        assertThat(window.fill()).isTrue();
        window.removeFirst(1);
        assertThat(window.fill()).isTrue();
        assertThat(window.items()).hasSize(1);
    }

    @Test
    void reads_again_from_the_cursor_after_it_was_dropped() {
        index = 2;
        agree(1);
        assertThat(window.fill()).isTrue();
        window.drop();
        assertThat(window.fill()).isTrue();
        assertThat(window.items()).hasSize(1);
    }

    @Test
    void reads_the_rule_and_its_zone_again_once_anything_is_agreed() {
        AgreedRule rule = new AgreedRule(location);
        index = 7;
        rule.now();
        rule.now();
        assertThat(reads).isEqualTo(1);
        index = 8;
        rule.now();
        assertThat(reads).isEqualTo(2);
        index = -1;
        rule.now();
        rule.now();
        assertThat(reads).isEqualTo(4);
    }
}
