package org.onecopy.consistency;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.onecopy.core.shown.CheckItem;
import org.onecopy.core.shown.ShownTables;
import org.onecopy.core.shown.ShownTables.CheckKey;
import org.onecopy.model.FileId;
import org.onecopy.model.RuleId;
import org.onecopy.model.Version;
import org.onecopy.testing.MapTables;

class FindingPagesTest {
    private static final RuleId RULE = new RuleId(7);
    private static final Version CHECK = Version.of(0, 40, 1);
    private static final FindingPages.Which ALL = new FindingPages.Which(RULE, CHECK, null);
    private static final FindingPages.Which EXTRA = new FindingPages.Which(RULE, CHECK, CheckItem.Kind.EXTRA);

    private final MapTables tables = new MapTables();
    private final FindingPages pages = new FindingPages(tables);

    /** Ids have gaps; every fourth finding is extra. */
    private void find(long from, long to, long since) {
        for (long number = from; number < to; number++) {
            CheckItem.Kind kind = number % 4 == 0 ? CheckItem.Kind.EXTRA : CheckItem.Kind.MISSING;
            tables.rows(ShownTables.CHECK_ITEMS)
                    .put(
                            new CheckKey(RULE, CHECK, CheckKey.Part.FINDING, 3 * number + 1),
                            new CheckItem(new FileId(CHECK), "f", kind, "", since, "f" + number, "differs"));
        }
    }

    private static List<String> paths(FindingPages.Page page) {
        return page.items().stream().map(found -> found.item().path()).toList();
    }

    private static List<String> numbers(LongStream numbers) {
        return numbers.mapToObj(number -> "f" + number).toList();
    }

    @Test
    void any_page_is_where_it_would_be_in_the_whole_list() {
        find(0, 3_000, 1);
        for (long skip : new long[] {0, 1, 511, 512, 513, 1_024, 2_990}) {
            FindingPages.Page page = pages.page(ALL, 0, skip, 20);
            assertThat(page.total()).isEqualTo(3_000);
            assertThat(paths(page)).isEqualTo(numbers(LongStream.range(skip, Math.min(3_000, skip + 20))));
        }
        assertThat(pages.page(ALL, 0, 3_000, 20).items()).isEmpty();
        FindingPages.Page extra = pages.page(EXTRA, 0, 600, 3);
        assertThat(extra.total()).isEqualTo(750);
        assertThat(paths(extra)).containsExactly("f2400", "f2404", "f2408");
    }

    @Test
    void findings_that_come_later_are_counted_too() {
        find(0, 700, 1);
        assertThat(pages.page(ALL, 0, 0, 1).total()).isEqualTo(700);
        find(700, 1_500, 1);
        FindingPages.Page page = pages.page(ALL, 0, 1_400, 2);
        assertThat(page.total()).isEqualTo(1_500);
        assertThat(paths(page)).containsExactly("f1400", "f1401");
    }

    @Test
    void goes_on_after_an_id() {
        find(0, 100, 1);
        long id = pages.page(ALL, 0, 41, 1).items().getFirst().id();
        assertThat(paths(pages.page(ALL, id, 0, 2))).containsExactly("f42", "f43");
        assertThat(paths(pages.page(EXTRA, id, 1, 2))).containsExactly("f48", "f52");
    }

    @Test
    void forgets_what_was_found_before_a_share_began_anew() {
        find(0, 2_000, 1);
        assertThat(pages.page(ALL, 0, 0, 1).total()).isEqualTo(2_000);
        tables.rows(ShownTables.CHECK_ITEMS).clear();
        find(0, 2_100, 2);
        FindingPages.Page page = pages.page(ALL, 0, 2_099, 5);
        assertThat(page.total()).isEqualTo(2_100);
        assertThat(paths(page)).containsExactly("f2099");
    }
}
