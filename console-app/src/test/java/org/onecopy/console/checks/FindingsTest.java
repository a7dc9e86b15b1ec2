package org.onecopy.console.checks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import javafx.collections.ListChangeListener;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.onecopy.console.work.Work;
import org.onecopy.model.ByteCount;
import org.onecopy.model.NodeId;
import org.onecopy.model.RuleName;
import org.onecopy.model.Version;
import org.onecopy.model.ZoneName;
import org.onecopy.model.api.CheckDepth;
import org.onecopy.model.api.CheckShareState;
import org.onecopy.model.api.CheckShareView;
import org.onecopy.model.api.CheckState;
import org.onecopy.model.api.CheckView;
import org.onecopy.model.api.DifferenceKind;
import org.onecopy.model.api.DifferenceView;
import org.onecopy.model.api.Listing;

class FindingsTest {
    @TempDir
    private static Path directory;

    private final LinkedBlockingQueue<Runnable> ui = new LinkedBlockingQueue<>();
    private final Findings findings = new Findings(new Work(ui::add, InstantSource.system()));
    private final List<String> asked = new ArrayList<>();
    private final Findings.Source source = this::page;

    private synchronized Listing<DifferenceView> page(
            NodeId node, CheckView check, @Nullable DifferenceKind kind, long skip, int limit) {
        asked.add(node + "+" + skip);
        ZoneName zone = new ZoneName(node.value().replace("-1", ""));
        long total = check.zones().stream()
                .filter(share -> share.zone().equals(zone))
                .mapToLong(share -> Findings.count(share, kind))
                .findFirst()
                .orElseThrow();
        return new Listing<>(
                LongStream.range(skip, Math.min(total, skip + limit))
                        .mapToObj(number -> finding(check, zone, number))
                        .toList(),
                total);
    }

    private static DifferenceView finding(CheckView check, ZoneName zone, long number) {
        return new DifferenceView(
                check.rule(),
                check.check(),
                zone,
                number + 1,
                DifferenceKind.MISSING,
                "folder-" + number % 3 + "/file-" + number,
                "agreed is a file of 3 bytes, and nothing lies here",
                Instant.EPOCH);
    }

    static CheckView check(long oslo, long lyon) {
        return new CheckView(
                new RuleName("photos"),
                Version.of(0, 40, 1),
                "",
                CheckDepth.DIGEST,
                "ada",
                Instant.EPOCH,
                CheckState.RUNNING,
                null,
                oslo + lyon,
                false,
                List.of(share("lyon", lyon), share("oslo", oslo)));
    }

    private static CheckShareView share(String zone, long missing) {
        return new CheckShareView(
                new ZoneName(zone),
                CheckShareState.RUNNING,
                null,
                new NodeId(zone + "-1"),
                1,
                2,
                new ByteCount(3),
                missing,
                0,
                0,
                0,
                0,
                0,
                null,
                Instant.EPOCH);
    }

    private void arrive() throws InterruptedException {
        Runnable arrived = ui.poll(5, TimeUnit.SECONDS);
        assertThat(arrived).isNotNull();
        arrived.run();
    }

    private String path(int index) {
        DifferenceView found = findings.rows().get().get(index).found();
        return found == null ? "" : found.zone() + ":" + found.path();
    }

    @Test
    void a_million_lines_are_there_and_only_those_that_are_looked_at_are_asked_for() throws InterruptedException {
        findings.show(check(600_000, 400_000), null, source);
        assertThat(findings.rows().get()).hasSize(1_000_000);
        assertThat(path(399_999)).isEmpty();
        arrive();
        assertThat(path(399_999)).isEqualTo("lyon:folder-0/file-399999");
        assertThat(path(400_000)).isEmpty();
        arrive();
        assertThat(path(400_000)).isEqualTo("oslo:folder-0/file-0");
        assertThat(asked).containsExactly("lyon-1+399500", "oslo-1+0");
    }

    @Test
    void what_was_scrolled_by_is_not_asked_for() throws InterruptedException {
        findings.show(check(100_000, 0), null, source);
        for (int line = 0; line < 100_000; line += 1_000) {
            path(line);
        }
        for (int answers = 0; answers < 6; answers++) {
            arrive();
        }
        assertThat(ui.poll(100, TimeUnit.MILLISECONDS)).isNull();
        assertThat(asked).hasSize(6).contains("oslo-1+99000");
    }

    @Test
    void lines_that_are_there_stay_while_more_are_found() throws InterruptedException {
        findings.show(check(10, 600), null, source);
        assertThat(path(3)).isEmpty();
        arrive();
        List<String> changes = new ArrayList<>();
        findings.rows().get().addListener((ListChangeListener<Findings.Row>) change -> {
            while (change.next()) {
                changes.add(change.getFrom() + "-" + change.getTo() + (change.wasAdded() ? " added" : ""));
            }
        });
        findings.show(check(12, 700), null, source);
        assertThat(findings.rows().get()).hasSize(712);
        assertThat(changes).containsExactly("600-700 added", "710-712 added");
        assertThat(path(3)).isEqualTo("lyon:folder-0/file-3");
        assertThat(asked).containsExactly("lyon-1+0");
    }

    @Test
    void another_kind_is_another_list() throws InterruptedException {
        findings.show(check(10, 600), null, source);
        path(0);
        findings.show(check(10, 600), DifferenceKind.EXTRA, source);
        arrive();
        assertThat(findings.rows().get()).isEmpty();
        assertThat(findings.count()).isEqualTo("0");
    }

    @Test
    void says_why_a_page_does_not_come_and_asks_again_when_it_is_looked_at() throws InterruptedException {
        List<String> tries = new ArrayList<>();
        findings.show(check(10, 0), null, (node, check, kind, skip, limit) -> {
            tries.add("" + skip);
            throw new IllegalStateException("nobody answers");
        });
        path(0);
        arrive();
        assertThat(findings.problem().get()).isEqualTo("nobody answers");
        path(0);
        arrive();
        assertThat(tries).hasSize(2);
    }

    @Test
    void the_tree_counts_what_is_below_each_folder() {
        FindingTree.Tree tree = FindingTree.read(check(7, 12_000), null, source);
        assertThat(tree.sorted()).isEqualTo(10_007);
        assertThat(tree.total()).isEqualTo(12_007);
        assertThat(tree.zones()).extracting(FindingTree.Branch::count).containsExactly(10_000L, 7L);
        FindingTree.Branch folder =
                tree.zones().get(1).below().stream().findFirst().orElseThrow();
        assertThat(folder.name()).isEqualTo("folder-0");
        assertThat(folder.count()).isEqualTo(3);
        assertThat(folder.below()).allMatch(file -> file.found() != null);
    }

    @Test
    void all_pages_go_into_the_file() throws IOException {
        Path file = directory.resolve("findings.csv");
        assertThat(FindingCsv.write(check(5, 25_000), null, source, file)).isEqualTo(25_005);
        List<String> lines = Files.readAllLines(file);
        assertThat(lines).hasSize(25_006);
        assertThat(lines.getLast())
                .isEqualTo(
                        "photos,40.1,oslo,missing,\"folder-1/file-4\",\"agreed is a file of 3 bytes, and nothing lies"
                                + " here\",1970-01-01T00:00:00Z");
    }

    @Test
    void both_sides_are_told_apart() {
        assertThat(Sides.of("agreed is a file of 3 bytes, and here lies a link to 'x, and here'"))
                .isEqualTo(new Sides("a file of 3 bytes", "a link to 'x, and here'"));
        assertThat(Sides.of("agreed is a directory, and nothing lies here; parked: no space"))
                .isEqualTo(new Sides("a directory", "nothing; parked: no space"));
        assertThat(Sides.of("agreed is mode 644, and here mode 600")).isEqualTo(new Sides("mode 644", "mode 600"));
        assertThat(Sides.of("here lies a directory, and nothing is agreed"))
                .isEqualTo(new Sides("nothing", "a directory"));
        assertThat(Sides.of("other bytes than agreed")).isEqualTo(new Sides("other bytes", "not these bytes"));
        assertThat(Sides.of("cannot be read")).isEqualTo(new Sides("", "cannot be read"));
    }

    @Test
    void a_zone_that_runs_is_never_shown_as_done() {
        CheckShareView share = share("oslo", 0);
        assertThat(ZoneProgress.part(share, 4)).isEqualTo(0.5);
        assertThat(ZoneProgress.part(share, 1)).isLessThan(1);
        assertThat(ZoneProgress.part(share, 0)).isNegative();
    }
}
