package org.onecopy.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.onecopy.cli.demo.TreeProof.Outcome;
import org.onecopy.cli.demo.TreeProof.Side;
import org.onecopy.cli.demo.readers.TreeEntry;
import org.onecopy.cli.demo.readers.TreeListing;
import org.onecopy.cli.demo.readers.TreeReader;
import org.onecopy.model.ZoneName;

/** Two zones as they were read: one that holds everything, and one that holds no links and no colons. */
final class ComparisonTest {
    private final Map<String, TreeEntry> all = new TreeMap<>();
    private final Map<String, TreeEntry> some = new TreeMap<>();
    private final Map<String, String> parkedInAll = new LinkedHashMap<>();
    private final Map<String, String> parkedInSome = new LinkedHashMap<>();
    private final Map<String, String> digestsInSome = new LinkedHashMap<>();
    private long notListed;
    private boolean silent;

    private static TreeEntry file(String path, String mode) {
        return new TreeEntry(path, TreeEntry.Kind.FILE, mode, 3, "", null);
    }

    private static TreeEntry link(String path) {
        return new TreeEntry(path, TreeEntry.Kind.LINK, "", 0, "", "target");
    }

    private void inBoth(String path) {
        all.put(path, file(path, "rw-r--r--"));
        some.put(path, file(path, ""));
    }

    private Outcome outcome() {
        return new Comparison(List.of(
                        side("all", all, parkedInAll, Map.of(), false),
                        side("some", some, parkedInSome, digestsInSome, silent)))
                .outcome();
    }

    private Side side(
            String zone,
            Map<String, TreeEntry> entries,
            Map<String, String> parked,
            Map<String, String> others,
            boolean isSilent) {
        Map<String, String> digests = new TreeMap<>();
        entries.forEach((path, entry) -> {
            if (entry.kind() == TreeEntry.Kind.FILE) {
                digests.put(path, others.getOrDefault(path, "d-of-" + path));
            }
        });
        return new Side(
                new ZoneName(zone),
                new FakeReader(zone.equals("some")),
                new TreeListing(new TreeMap<>(entries), 0),
                isSilent ? null : new ParkedPaths(new TreeMap<>(parked), zone.equals("some") ? notListed : 0),
                new TreeMap<>(digests));
    }

    private record FakeReader(boolean limited) implements TreeReader {
        @Override
        public String how() {
            return "memory";
        }

        @Override
        public TreeListing list() {
            throw new AssertionError();
        }

        @Override
        public java.io.InputStream open(TreeEntry file) {
            throw new AssertionError();
        }

        @Override
        public String refusal(TreeEntry entry) {
            if (limited && entry.path().contains(":")) {
                return "storage-name-illegal";
            }
            return limited && entry.kind() == TreeEntry.Kind.LINK ? "storage-unrepresentable" : null;
        }

        @Override
        public void close() {}
    }

    private void differsAt(String path, String... words) {
        Outcome outcome = outcome();
        assertThat(outcome.equal()).isFalse();
        assertThat(outcome.differencesTotal()).isEqualTo(1);
        assertThat(outcome.differences().getFirst()).startsWith(path).contains(words);
    }

    @Test
    void what_a_zone_cannot_hold_and_lists_is_no_difference_and_not_in_the_digest() {
        inBoth("a");
        all.put("link", link("link"));
        all.put("12:30", file("12:30", "rw-------"));
        parkedInSome.put("link", "storage-unrepresentable");
        parkedInSome.put("12:30", "storage-name-illegal");

        Outcome outcome = outcome();
        assertThat(outcome.differences()).isEmpty();
        assertThat(outcome.equal()).isTrue();
        assertThat(outcome.zones().get(0).digest())
                .isEqualTo(outcome.zones().get(1).digest());
        assertThat(outcome.zones().get(0).parked()).isEmpty();
        assertThat(outcome.zones().get(1).parked())
                .isEqualTo(Map.of("storage-unrepresentable", 1L, "storage-name-illegal", 1L));
        assertThat(outcome.zones().get(0).links()).isEqualTo(1);
    }

    @Test
    void what_is_missing_and_not_listed_is_one() {
        inBoth("a");
        all.put("link", link("link"));
        differsAt("link:", "some [missing]");
    }

    @Test
    void what_is_missing_for_a_reason_that_the_storage_does_not_have_is_one() {
        all.put("a", file("a", ""));
        parkedInSome.put("a", "storage-unrepresentable");
        differsAt("a:", "some [missing, parked: storage-unrepresentable]");
    }

    @Test
    void what_is_listed_for_another_reason_than_the_storage_has_is_one() {
        all.put("link", link("link"));
        parkedInSome.put("link", "storage-no-space");
        differsAt("link:", "parked: storage-no-space");
    }

    @Test
    void what_is_listed_and_there_is_one() {
        inBoth("a");
        parkedInSome.put("a", "storage-name-illegal");
        differsAt("a:", "parked: storage-name-illegal");
    }

    @Test
    void what_is_listed_and_nowhere_is_one() {
        inBoth("a");
        parkedInSome.put("gone", "storage-unrepresentable");
        differsAt("gone:", "all [missing] some [missing, parked");
    }

    @Test
    void what_waits_below_something_parked_is_none_and_else_one() {
        all.put("x:y", new TreeEntry("x:y", TreeEntry.Kind.DIRECTORY, "", 0, "", null));
        all.put("x:y/d", new TreeEntry("x:y/d", TreeEntry.Kind.DIRECTORY, "", 0, "", null));
        all.put("x:y/d/f", file("x:y/d/f", ""));
        parkedInSome.put("x:y", "storage-name-illegal");
        parkedInSome.put("x:y/d", "waiting");
        parkedInSome.put("x:y/d/f", "waiting");
        assertThat(outcome().differences()).isEmpty();

        all.put("f", file("f", ""));
        parkedInSome.put("f", "waiting");
        differsAt("f:", "parked: waiting");
    }

    @Test
    void modes_count_where_both_keep_them_and_contents_always() {
        inBoth("a");
        assertThat(outcome().equal()).isTrue();
        some.put("a", file("a", "rwxr-xr-x"));
        differsAt("a:", "rw-r--r--", "rwxr-xr-x");
        inBoth("a");
        digestsInSome.put("a", "another");
        differsAt("a:", "d-of-a", "another");
    }

    @Test
    void a_zone_whose_list_is_not_whole_proves_nothing() {
        inBoth("a");
        notListed = 7;
        assertThat(outcome().differences()).singleElement().asString().contains("7 more paths");
        notListed = 0;
        silent = true;
        assertThat(outcome().differences()).singleElement().asString().contains("does not say");
    }
}
