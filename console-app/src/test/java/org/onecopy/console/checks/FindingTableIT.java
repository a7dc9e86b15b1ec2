package org.onecopy.console.checks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.onecopy.console.shell.Windows.onFx;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import javafx.application.Platform;
import javafx.scene.Parent;
import javafx.scene.Scene;
import javafx.scene.control.TreeTableView;
import javafx.stage.Stage;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.onecopy.console.shell.Frames;
import org.onecopy.console.shell.Windows;
import org.onecopy.console.theme.Themes;
import org.onecopy.console.work.Work;
import org.onecopy.model.NodeId;
import org.onecopy.model.ZoneName;
import org.onecopy.model.api.CheckView;
import org.onecopy.model.api.DifferenceKind;
import org.onecopy.model.api.DifferenceView;
import org.onecopy.model.api.Listing;
import org.testfx.api.FxToolkit;

/** A million differences in a window. */
class FindingTableIT {
    private static final Path PICTURES = Path.of("target/screenshots").toAbsolutePath();
    private static final List<String> FOUND = List.of(
            "agreed is a file of 4711 bytes, and nothing lies here",
            "here lies a file of 12 bytes, and nothing is agreed",
            "other bytes than agreed",
            "agreed is mode 644 owner anna group staff, and here mode 600 owner root group root");

    private final Work work = new Work(Platform::runLater, InstantSource.system());
    private final CheckView check = FindingsTest.check(400_000, 600_000);
    private final AtomicInteger asked = new AtomicInteger();
    private Stage stage;

    @BeforeEach
    void open() throws TimeoutException {
        Assumptions.assumeTrue(
                System.getenv("DISPLAY") != null, "no display: install xvfb and openbox to test the console's windows");
        stage = FxToolkit.registerPrimaryStage();
        onFx(() -> {
            Themes.apply(false);
            return true;
        });
    }

    @AfterEach
    void end() throws TimeoutException {
        if (stage != null) {
            FxToolkit.cleanupStages();
        }
    }

    private Listing<DifferenceView> page(
            NodeId node, CheckView of, @Nullable DifferenceKind kind, long skip, int limit) {
        asked.incrementAndGet();
        ZoneName zone = new ZoneName(node.value().replace("-1", ""));
        return new Listing<>(
                LongStream.range(skip, skip + limit)
                        .mapToObj(number -> new DifferenceView(
                                of.rule(),
                                of.check(),
                                zone,
                                number + 1,
                                List.of(
                                                DifferenceKind.MISSING,
                                                DifferenceKind.EXTRA,
                                                DifferenceKind.CONTENT,
                                                DifferenceKind.ATTRIBUTES)
                                        .get((int) (number % 4)),
                                "2026/week-" + number % 52 + "/picture-" + number + ".jpg",
                                FOUND.get((int) (number % 4)),
                                Instant.parse("2026-11-29T10:00:00Z")))
                        .toList(),
                400_000);
    }

    private void show(Parent view) {
        onFx(() -> {
            Scene scene = new Scene(view, 1000, 500);
            Themes.style(scene);
            stage.setScene(scene);
            stage.show();
            return true;
        });
    }

    @Test
    void scrolls_to_any_of_a_million_lines() throws IOException {
        Findings findings = new Findings(work);
        FindingTable table = onFx(() -> new FindingTable(findings));
        show(table.view());
        onFx(() -> {
            findings.show(check, null, this::page);
            return true;
        });
        for (int line : List.of(0, 500_000, 999_999)) {
            onFx(() -> {
                table.view().scrollTo(line);
                return true;
            });
            await().atMost(Duration.ofSeconds(10))
                    .until(() -> onFx(() -> findings.rows().get().get(line).found() != null));
        }
        onFx(() -> {
            table.view().getSelectionModel().select(999_999);
            return true;
        });
        Windows.picture(stage.getScene(), PICTURES.resolve("findings-light.png"));
        assertThat(onFx(() -> table.selection().getValue())).isInstanceOf(DifferenceView.class);
        assertThat(asked).hasValueLessThan(10);
    }

    @Test
    void shows_folders_with_what_is_in_them() throws IOException {
        FindingTreeView tree = onFx(() -> new FindingTreeView(work));
        show(tree.view());
        onFx(() -> {
            tree.show(check, null, this::page);
            return true;
        });
        TreeTableView<FindingTree.Branch> view = tree.view();
        await().atMost(Duration.ofSeconds(10)).until(() -> onFx(() -> view.getRoot() != null));
        onFx(() -> {
            view.getRoot().getChildren().getFirst().getChildren().getFirst().setExpanded(true);
            view.getRoot()
                    .getChildren()
                    .getFirst()
                    .getChildren()
                    .getFirst()
                    .getChildren()
                    .getFirst()
                    .setExpanded(true);
            Themes.apply(true);
            return true;
        });
        Windows.picture(stage.getScene(), PICTURES.resolve("findings-tree-dark.png"));
        assertThat(tree.note()).isEqualTo("the first 20,000 of 800,000 by folder");
        assertThat(onFx(view::getExpandedItemCount)).isGreaterThan(50);
    }

    @Test
    @Tag("full")
    void a_million_lines_scroll_smoothly() {
        Findings findings = new Findings(work);
        FindingTable table = onFx(() -> new FindingTable(findings));
        show(table.view());
        onFx(() -> {
            stage.setWidth(1280);
            stage.setHeight(800);
            findings.show(check, null, this::page);
            return true;
        });
        Frames.Result wheel = Frames.measure(10, frame -> table.view().scrollTo(frame * 3));
        System.out.println(
                "measured: 1,000,000 differences at 1280x800, scrolled by three lines at each frame: " + wheel);
        Frames.Result bar = Frames.measure(10, frame -> table.view().scrollTo(frame * 7_919 % 1_000_000));
        System.out.println("measured: the same, another part of the list at each frame: " + bar);
        assertThat(wheel.perSecond()).as("frames were drawn").isPositive();
    }
}
