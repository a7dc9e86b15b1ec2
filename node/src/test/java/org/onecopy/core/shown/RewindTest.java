package org.onecopy.core.shown;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.onecopy.core.Attributes;
import org.onecopy.core.Kind;
import org.onecopy.core.Name;
import org.onecopy.core.table.Overlay;
import org.onecopy.index.MemoryTableStore;
import org.onecopy.index.Schema;
import org.onecopy.model.FileId;
import org.onecopy.model.RuleId;
import org.onecopy.model.Version;

@DisplayName("H54: what counts no more is known no more, and all else stays known")
final class RewindTest {
    private static final RuleId RULE = new RuleId(3);
    private static final Version COMMON = Version.of(0, 50, 0);
    private static final Version LOST = Version.of(0, 51, 0);

    private final Overlay tables = new Overlay(new MemoryTableStore(Schema.SHOWN));
    private final ShownTree shown = new ShownTree(RULE, tables);

    private Entry put(long id, long parent, Kind kind, @Nullable FileId file, Version written) {
        Entry entry = new Entry(
                id,
                parent,
                new Name("n" + id),
                kind,
                file,
                written,
                COMMON,
                COMMON,
                null,
                null,
                Attributes.NONE,
                "print-" + id,
                "identity-" + id,
                null);
        shown.put(entry);
        return entry;
    }

    private long rewind() {
        return Rewind.rewind(RULE, tables, version -> version.incarnation() == 0 && version.isAfter(COMMON));
    }

    @Test
    void forgets_what_was_created_or_written_after_the_end_with_all_that_lies_below() {
        put(Entry.ROOT, Entry.ROOT, Kind.DIRECTORY, new FileId(COMMON), COMMON);
        put(2, Entry.ROOT, Kind.FILE, new FileId(COMMON), COMMON);
        put(3, Entry.ROOT, Kind.FILE, new FileId(COMMON), LOST);
        put(4, Entry.ROOT, Kind.DIRECTORY, new FileId(LOST), LOST);
        put(5, 4, Kind.FILE, new FileId(COMMON), COMMON);
        put(6, Entry.ROOT, Kind.FILE, null, Version.NONE);
        assertThat(rewind()).isEqualTo(3);
        assertThat(shown.children(Entry.ROOT)).extracting(Entry::id).containsExactlyInAnyOrder(2L, 6L);
        assertThat(shown.byIdentity("identity-3")).isNull();
        assertThat(shown.entry(5)).isNull();
        assertThat(shown.entry(Entry.ROOT)).isNotNull();
        assertThat(rewind()).as("once more").isZero();
    }

    @Test
    void what_is_held_aside_stays_there_as_a_change_of_nothing_agreed() {
        put(7, Entry.HELD_PARENT, Kind.FILE, new FileId(LOST), LOST);
        rewind();
        Entry held = Objects.requireNonNull(shown.entry(7));
        assertThat(held.file()).isNull();
        assertThat(held.written()).isEqualTo(Version.NONE);
    }

    @Test
    void a_later_incarnation_counts() {
        put(2, Entry.ROOT, Kind.FILE, new FileId(COMMON), Version.of(1, 60, 0));
        assertThat(rewind()).isZero();
    }
}
