package org.onecopy.console.overview;

import static org.assertj.core.api.Assertions.assertThat;
import static org.onecopy.console.shell.Windows.onFx;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import javafx.geometry.Rectangle2D;
import javafx.scene.Scene;
import javafx.scene.layout.StackPane;
import javafx.stage.Stage;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.onecopy.console.session.Snapshot;
import org.onecopy.console.shell.Windows;
import org.onecopy.console.theme.Themes;
import org.onecopy.model.ByteCount;
import org.onecopy.model.NodeId;
import org.onecopy.model.RuleId;
import org.onecopy.model.RuleName;
import org.onecopy.model.ZoneName;
import org.onecopy.model.api.Addresses;
import org.onecopy.model.api.ConflictPolicy;
import org.onecopy.model.api.GuardPolicy;
import org.onecopy.model.api.LocationState;
import org.onecopy.model.api.LocationView;
import org.onecopy.model.api.NodeState;
import org.onecopy.model.api.NodeView;
import org.onecopy.model.api.RuleStatus;
import org.onecopy.model.api.RuleView;
import org.onecopy.model.api.Visibility;
import org.onecopy.model.api.ZoneView;
import org.testfx.api.FxToolkit;

/** Large networks and long names have room in the drawing. */
@Tag("full") // draws two dozen windows
class TopologySizeIT {
    private static final Path PICTURES = Path.of("target/screenshots").toAbsolutePath();
    private static final int NODES = 200;

    @BeforeAll
    static void open() throws TimeoutException {
        Assumptions.assumeTrue(
                System.getenv("DISPLAY") != null, "no display: install xvfb and openbox to test the console's windows");
        FxToolkit.registerPrimaryStage();
    }

    private static Snapshot network(int zones) {
        List<ZoneName> names = IntStream.range(0, zones)
                .mapToObj(at -> new ZoneName(at == 0 ? "a-very-long-name-of-a-zone-in-it" : "zone-" + at))
                .toList();
        List<NodeView> nodes = IntStream.range(0, NODES)
                .mapToObj(at -> new NodeView(
                        new NodeId((at == 0 ? "n".repeat(60) : "node") + "-" + at),
                        names.get(at % zones),
                        at == 7 ? NodeState.UNREACHABLE : NodeState.RUNNING,
                        at == 0,
                        new Addresses("a:1", "b:1", "c:1"),
                        null,
                        0.0))
                .toList();
        RuleView rule = new RuleView(
                new RuleId(1),
                new RuleName("r".repeat(64)),
                1,
                RuleStatus.ACTIVE,
                names.stream()
                        .map(zone -> new LocationView(zone, "/srv", LocationState.ACTIVE, null))
                        .toList(),
                List.of(),
                null,
                ConflictPolicy.KEEP_BOTH,
                null,
                Duration.ofMinutes(15),
                Visibility.ORDERED,
                GuardPolicy.DEFAULT,
                List.of(),
                List.of(),
                new UUID(1, 1),
                1,
                new ByteCount(1),
                List.of());
        List<ZoneView> views = names.stream()
                .map(zone -> new ZoneView(zone, null, List.of(), List.of(), true, new ByteCount(5L << 40), null, null))
                .toList();
        return new Snapshot(
                Instant.EPOCH, null, null, views, nodes, List.of(rule), List.of(), List.of(), List.of(), List.of());
    }

    @Test
    void cards_of_two_hundred_nodes_never_lie_over_each_other_nor_outside() throws IOException {
        for (boolean dark : List.of(false, true)) {
            for (int zones : new int[] {1, 3, 4, 5, 25, 64}) {
                for (double[] size : new double[][] {{640, 330}, {1700, 900}}) {
                    TopologyCanvas canvas = onFx(() -> {
                        Themes.apply(dark);
                        TopologyCanvas drawn = new TopologyCanvas();
                        Stage stage = new Stage();
                        stage.setScene(new Scene(new StackPane(drawn), size[0], size[1]));
                        Themes.style(stage.getScene());
                        drawn.show(Topology.of(network(zones)));
                        stage.show();
                        return drawn;
                    });
                    Windows.picture(
                            canvas.getScene(),
                            PICTURES.resolve(
                                    "topology-" + zones + (dark ? "-dark-" : "-light-") + (int) size[0] + ".png"));
                    List<Rectangle2D> cards = onFx(canvas::cards);
                    onFx(() -> {
                        ((Stage) canvas.getScene().getWindow()).close();
                        return true;
                    });
                    check(cards, zones, size);
                }
            }
        }
        onFx(() -> {
            Themes.apply(false);
            return true;
        });
    }

    private static void check(List<Rectangle2D> cards, int zones, double[] size) {
        assertThat(cards).hasSize(zones);
        List<Rectangle2D> before = new ArrayList<>();
        for (Rectangle2D card : cards) {
            assertThat(card.getMinX()).isNotNegative();
            assertThat(card.getMinY()).isNotNegative();
            assertThat(card.getMaxX()).isLessThanOrEqualTo(size[0] + 1);
            assertThat(card.getMaxY()).isLessThanOrEqualTo(size[1] + 1);
            assertThat(before)
                    .as("%d zones in %.0f by %.0f", zones, size[0], size[1])
                    .noneMatch(other -> other.intersects(card));
            before.add(card);
        }
    }

    @Test
    void what_is_wrong_is_seen_first_where_there_is_no_room_for_all() {
        Topology.Zone zone = Topology.of(network(3)).zones().get(1);
        assertThat(zone.nodes()).hasSizeGreaterThan(60);
        assertThat(zone.nodes().getFirst().view().state()).isEqualTo(NodeState.UNREACHABLE);
    }
}
