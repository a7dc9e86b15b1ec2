package org.onecopy.console.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.onecopy.console.shell.Windows.onFx;
import static org.onecopy.console.shell.Windows.settle;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javafx.application.Platform;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.onecopy.model.ZoneName;
import org.onecopy.model.api.FenceView;
import org.onecopy.model.api.NodeView;
import org.onecopy.model.api.RuleView;

/** Zones and nodes that come, move and go, and a cut-over, from the window against a real network. */
@Tag("full")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ConsolePlacesIT extends DeskIT {
    private static final ZoneName OSLO = new ZoneName("oslo");

    private Path place(String zone) {
        RuleView rule = snapshot().rules().getFirst();
        return rule.zones().stream()
                .filter(one -> one.zone().value().equals(zone))
                .map(one -> Path.of(one.path()))
                .findFirst()
                .orElseThrow();
    }

    private void fill(String id, String text) {
        Node field = find(id);
        robot.interact(() -> ((TextField) field).setText(text));
    }

    private static String cli() {
        Node field = find("ask-cli");
        return onFx(() -> ((TextField) field).getText());
    }

    private static String problem() {
        Node label = find("ask-problem");
        return onFx(() -> ((Label) label).getText());
    }

    private static boolean mayGo() {
        Node go = find("ask-go");
        return onFx(() -> !go.isDisabled());
    }

    private int row(String screen, String part) {
        robot.interact(() -> desk.open(screen).refresh());
        until(20, () -> rows("table-" + screen).stream().anyMatch(row -> row.contains(part)));
        List<String> rows = rows("table-" + screen);
        int at = 0;
        while (!rows.get(at).contains(part)) {
            at++;
        }
        return at;
    }

    @Test
    @Order(1)
    void cuts_over_from_a_zone_shows_what_waits_there_and_lifts_the_fence() throws IOException {
        String rule = snapshot().rules().getFirst().name().value();
        robot.interact(() -> desk.open("fences"));
        settle();
        Windows.picture(stage.getScene(), PICTURES.resolve("fences-empty-light.png"));
        run("rules", 0, "cutover.begin");
        until(20, () -> find("ask-zone") != null);
        choose("ask-zone", "oslo");
        assertThat(cli()).isEqualTo("onecopy migrate cutover " + rule + " --from oslo");
        assertThat(mayGo()).as("the name is not typed yet").isFalse();
        both("ask-zone", "cutover");
        fill("ask-confirm", rule);
        press("ask-go");
        until(20, () -> frontTab().equals("fences") && !rows("table-fences").isEmpty());
        Files.writeString(place("oslo").resolve("too-late"), "who has not heard of it");
        until(60, () -> fence() != null && fence().held() == 1);
        robot.interact(() -> desk.open("fences").refresh());
        until(30, () -> rows("table-fences").getFirst().contains("held=1"));
        run("fences", 0, "cutover.held");
        until(20, () -> find("fence-held") != null);
        assertThat(rows("fence-held"))
                .singleElement()
                .satisfies(row -> assertThat(row).contains("too-late", "CREATED"));
        both("fence-held", "fence-held");
        press("ask-go");
        Windows.picture(stage.getScene(), PICTURES.resolve("fences-full-light.png"));
        assertThat(place("lyon").resolve("too-late")).doesNotExist();
        run("fences", 0, "cutover.lift");
        until(20, () -> find("ask-confirm") != null);
        both("ask-confirm", "fence-lift");
        fill("ask-confirm", rule);
        press("ask-go");
        until(60, () -> Files.exists(place("lyon").resolve("too-late")));
    }

    private FenceView fence() {
        return session()
                .gateway()
                .ask(client -> client.fences(client.rules().getFirst().name()))
                .stream()
                .filter(one -> one.zone().equals(OSLO))
                .findFirst()
                .orElse(null);
    }

    @Test
    @Order(2)
    void adds_a_zone_and_removes_it_but_not_one_with_nodes() throws IOException {
        robot.interact(() -> desk.open("zones"));
        Platform.runLater(() -> desk.commands().find("zone.add").action().accept(desk.context()));
        until(20, () -> find("ask-zone") != null);
        fill("ask-zone", "oslo");
        assertThat(problem()).contains("has a zone oslo");
        fill("ask-zone", "porto");
        choose("ask-storage", "none");
        assertThat(cli()).isEqualTo("onecopy zones add porto --storage none");
        both("ask-zone", "zone-add");
        press("ask-go");
        run("zones", row("zones", "name=oslo"), "zone.remove");
        until(20, () -> find("ask-confirm") != null);
        fill("ask-confirm", "oslo");
        assertThat(problem()).contains("oslo-1").contains("first");
        assertThat(mayGo()).isFalse();
        both("ask-confirm", "zone-remove-not");
        robot.push(KeyCode.ESCAPE);
        until(10, () -> find("ask-confirm") == null);
        run("zones", row("zones", "name=porto"), "zone.remove");
        until(20, () -> find("ask-confirm") != null);
        assertThat(cli()).isEqualTo("onecopy zones remove porto");
        fill("ask-confirm", "porto");
        press("ask-go");
        until(
                30,
                () -> snapshot().zones().stream()
                        .noneMatch(zone -> zone.name().value().equals("porto")));
    }

    @Test
    @Order(3)
    void says_what_all_nodes_understand() throws IOException {
        Platform.runLater(() -> desk.commands().find("network.level").action().accept(desk.context()));
        until(30, () -> find("level-nodes") != null);
        assertThat(rows("level-nodes")).hasSize(3).allMatch(row -> row.contains("knows="));
        both("level-nodes", "level");
        robot.push(KeyCode.ESCAPE);
        until(10, () -> find("level-nodes") == null);
    }

    @Test
    @Order(3)
    void shows_and_chooses_the_timeouts() throws IOException {
        Platform.runLater(
                () -> desk.commands().find("network.timeouts").action().accept(desk.context()));
        until(30, () -> find("timeouts-nodes") != null);
        assertThat(rows("timeouts-nodes")).hasSize(3);
        assertThat(cli()).isEqualTo("onecopy network profile auto");
        both("timeouts-nodes", "timeouts");
        robot.push(KeyCode.ESCAPE);
        until(10, () -> find("timeouts-nodes") == null);
    }

    @Test
    @Order(3)
    void says_that_nothing_is_out_of_reach() throws IOException {
        Platform.runLater(() -> desk.open("lost"));
        until(30, () -> find("table-lost") != null);
        assertThat(rows("table-lost")).isEmpty();
        both("table-lost", "lost");
    }

    private NodeView node(String zone) {
        return snapshot().nodes().stream()
                .filter(node -> node.zone().value().equals(zone))
                .findFirst()
                .orElseThrow();
    }

    @Test
    @Order(4)
    void calls_a_node_elsewhere() throws IOException {
        String before = node("kyoto").addresses().admin();
        String after = before.replace("127.0.0.1", "localhost");
        run("nodes", row("nodes", "kyoto-1"), "node.address");
        until(20, () -> find("ask-admin") != null);
        assertThat(problem()).contains("at least one");
        fill("ask-admin", "nowhere");
        assertThat(problem()).contains("HOST:PORT");
        fill("ask-admin", after);
        assertThat(cli()).isEqualTo("onecopy nodes address kyoto-1 --admin " + after);
        both("ask-admin", "node-address");
        press("ask-go");
        until(30, () -> node("kyoto").addresses().admin().equals(after));
    }

    @Test
    @Order(5)
    void offers_a_ticket_where_no_other_node_can_take_a_place() throws IOException {
        run("nodes", row("nodes", "kyoto-1"), "node.replace");
        until(20, () -> find("ask-by") != null);
        assertThat(cli()).isEqualTo("onecopy nodes replace kyoto-1 --ticket");
        both("ask-by", "node-replace");
        press("ask-go");
        // No node of a demonstration has the signing key, and the console says so by its code.
        until(20, () -> !onFx(() -> desk.work().mishaps()).isEmpty());
        assertThat(onFx(() -> desk.work().mishaps().getFirst().why())).contains("not-authority");
        robot.interact(() -> desk.work().mishaps().clear());
    }

    @Test
    @Order(6)
    void lets_a_node_leave_after_showing_what_is_left() throws IOException {
        run("nodes", row("nodes", "kyoto-1"), "node.leave");
        until(20, () -> find("ask-confirm") != null);
        until(20, () -> find("outlook") != null);
        assertThat(cli()).isEqualTo("onecopy network leave kyoto-1");
        both("ask-confirm", "node-leave");
        fill("ask-confirm", "kyoto-1");
        press("ask-go");
        until(
                60,
                () -> snapshot().nodes().stream()
                        .noneMatch(node -> node.id().value().equals("kyoto-1")));
    }
}
