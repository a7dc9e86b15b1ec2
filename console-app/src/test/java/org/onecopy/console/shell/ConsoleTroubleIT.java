package org.onecopy.console.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.onecopy.console.shell.Windows.onFx;
import static org.onecopy.console.shell.Windows.settle;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import javafx.application.Platform;
import javafx.geometry.Bounds;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.Label;
import javafx.scene.control.TextArea;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import javafx.stage.Window;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.onecopy.console.connect.Saved;
import org.onecopy.console.rules.RuleDialog;
import org.onecopy.console.rules.RuleForm;
import org.onecopy.console.session.Environment;
import org.onecopy.console.session.Link;
import org.onecopy.console.session.Session;
import org.onecopy.model.Grant;
import org.onecopy.model.RuleName;
import org.onecopy.model.UserName;
import org.onecopy.model.ZoneName;
import org.onecopy.model.api.RuleSpec;
import org.onecopy.model.api.RuleView;
import org.onecopy.model.api.TokenMade;
import org.onecopy.model.api.TokenSpec;

/** What goes wrong while somebody works in the window, against a real network; and a journey without a mouse. */
@Tag("full")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ConsoleTroubleIT extends DeskIT {
    private static final int TABS_MAX = 30;

    private RuleView rule(String name) {
        return session().gateway().ask(client -> client.rules()).stream()
                .filter(rule -> rule.name().value().equals(name))
                .findFirst()
                .orElse(null);
    }

    private int row(String name) {
        robot.interact(() -> desk.open("rules").refresh());
        until(20, () -> rows("table-rules").stream().anyMatch(row -> row.contains("name=" + name + ",")));
        List<String> rows = rows("table-rules");
        int at = 0;
        while (!rows.get(at).contains("name=" + name + ",")) {
            at++;
        }
        return at;
    }

    private static Optional<Node> focused() {
        return onFx(() -> Window.getWindows().stream()
                .filter(Window::isFocused)
                .filter(window -> window.getScene() != null)
                .map(window -> window.getScene().getFocusOwner())
                .filter(node -> node != null)
                .findFirst());
    }

    private void tabTo(String id) {
        for (int tab = 0; tab < TABS_MAX; tab++) {
            if (focused().map(Node::getId).filter(id::equals).isPresent()) {
                return;
            }
            robot.push(KeyCode.TAB);
            settle();
        }
        throw new AssertionError("no way by the key Tab to " + id + "; at " + focused());
    }

    @Test
    @Order(1)
    void a_rule_is_made_looked_at_and_removed_without_a_mouse() throws IOException {
        focus();
        robot.push(KeyCode.CONTROL, KeyCode.N);
        until(10, () -> focused().map(Node::getId).filter("rule-name"::equals).isPresent());
        type("keys");
        for (String zone : ZONES) {
            tabTo("rule-path-" + zone);
            type("" + demo.place(zone + "-keys"));
        }
        for (int step = 0; step < 4; step++) {
            next();
        }
        until(40, () -> rule("keys") != null);
        until(20, () -> find("rule-name") == null);
        focus();
        robot.push(KeyCode.CONTROL, KeyCode.DIGIT4);
        until(10, () -> focused().map(Node::getId).filter("table-rules"::equals).isPresent());
        until(20, () -> rows("table-rules").stream().anyMatch(row -> row.contains("name=keys,")));
        robot.push(KeyCode.HOME);
        for (int row = 0; row < TABS_MAX && !selected().equals("keys"); row++) {
            robot.push(KeyCode.DOWN);
            settle();
        }
        assertThat(selected()).isEqualTo("keys");
        robot.push(KeyCode.CONTROL, KeyCode.E);
        until(10, () -> find("rule-next") != null);
        robot.push(KeyCode.ESCAPE);
        until(10, () -> find("rule-next") == null);
        focus();
        robot.push(KeyCode.CONTROL, KeyCode.SHIFT, KeyCode.P);
        until(10, () -> find("palette") != null);
        type("remove rule");
        next();
        until(10, () -> focused().map(Node::getId).filter("ask-confirm"::equals).isPresent());
        type("keys");
        next();
        until(40, () -> rule("keys") == null);
        // What can be typed or sent for it is reached by keys, too.
        focus();
        robot.push(KeyCode.CONTROL, KeyCode.SHIFT, KeyCode.R);
        until(10, () -> find("ask-line") != null);
        robot.push(KeyCode.ESCAPE);
        until(10, () -> find("ask-line") == null);
    }

    private String selected() {
        return onFx(() -> desk.context()
                .selected(RuleView.class)
                .map(rule -> rule.name().value())
                .orElse(""));
    }

    @Test
    @Order(2)
    void what_another_administrator_changed_meanwhile_is_said_and_not_overwritten() throws IOException {
        RuleView before = rule("demo");
        run("rules", row("demo"), "rule.edit");
        until(20, () -> find("rule-next") != null);
        fire("rule-next", 1);
        Node globs = find("rule-exclude");
        robot.interact(() -> ((TextArea) globs).setText("*.mine"));
        RuleSpec spec = before.toSpec();
        RuleSpec theirs = new RuleSpec(
                spec.name(),
                spec.zones(),
                List.of("*.theirs"),
                null,
                spec.conflict(),
                spec.preferredZone(),
                spec.hold(),
                spec.visibility(),
                spec.guard(),
                spec.preserve(),
                spec.witnesses(),
                spec.revision());
        session().gateway().change(client -> client.editRule(before.name(), theirs));
        fire("rule-next", 3);
        Node problem = find("rule-problem");
        until(20, () -> !onFx(() -> ((Label) problem).getText()).isEmpty());
        assertThat(onFx(() -> ((Label) problem).getText())).contains("revision");
        both("rule-problem", "rule-edit-conflict");
        assertThat(rule("demo").exclude()).containsExactly("*.theirs");
        assertThat(onFx(() -> ((TextArea) globs).getText()))
                .as("what was typed stays")
                .isEqualTo("*.mine");
        robot.interact(() -> problem.getScene().getWindow().hide());
        robot.interact(() -> desk.work().mishaps().clear());
    }

    @Test
    @Order(3)
    void an_error_of_five_megabytes_leaves_room_for_the_buttons() throws IOException {
        RuleForm form = RuleForm.create(List.of(new ZoneName("oslo")), List.of());
        String why = "every zone said something long about this ".repeat(48); // as much as is shown of any failure
        Session open = session();
        RuleDialog dialog = onFx(() -> {
            RuleDialog made = new RuleDialog(stage, form, open, desk.work(), (typed, failing) -> {});
            made.show();
            made.failed(why);
            return made;
        });
        settle();
        Node next = find("rule-next");
        both("rule-next", "rule-long-problem");
        Bounds place = onFx(() -> next.localToScene(next.getBoundsInLocal()));
        assertThat(place.getMaxY())
                .isLessThanOrEqualTo(onFx(() -> next.getScene().getHeight()));
        assertThat(place.getMinY()).isGreaterThan(onFx(() -> next.getScene().getHeight()) / 2);
        robot.interact(dialog::close);
    }

    @Test
    @Order(4)
    void a_token_that_loses_its_right_while_a_wizard_is_open_is_said_there() throws IOException {
        Session admin = session();
        TokenMade made = admin.gateway()
                .change(client -> client.people()
                        .createToken(new TokenSpec(
                                new UserName("helper"),
                                null,
                                List.of(Grant.parse("rule-admin")),
                                Duration.ofHours(1))));
        Saved first = onFx(() -> desk.book().all().getFirst());
        Saved limited = new Saved("limited", Environment.PRODUCTION, first.urls(), first.authority(), null);
        desk.book().save(limited, made.secret());
        robot.interact(() -> desk.connect(limited));
        until(30, () -> session() != null && session().name().equals("limited") && snapshot() != null);
        Windows.picture(stage.getScene(), PICTURES.resolve("production-light.png"));
        wizard("late");
        admin.gateway().order(client -> client.people().revokeToken(made.token().id()));
        fire("rule-next", 4);
        Node problem = find("rule-problem");
        until(40, () -> !onFx(() -> ((Label) problem).getText()).isEmpty());
        both("rule-problem", "rule-token-gone");
        Node name = find("rule-back");
        assertThat(name).as("the wizard is there with what was typed").isNotNull();
        until(40, () -> session().link().get() instanceof Link.Disconnected);
        assertThat(((Link.Disconnected) session().link().get()).why()).isNotBlank();
        robot.interact(() -> problem.getScene().getWindow().hide());
        settle();
        robot.interact(() -> desk.disconnect());
        until(20, () -> session() != null && session().name().equals(first.name()));
        robot.interact(() -> desk.work().mishaps().clear());
        assertThat(rule("late")).isNull();
    }

    private void wizard(String rule) throws IOException {
        Platform.runLater(() -> desk.commands().find("rule.create").action().accept(desk.context()));
        until(20, () -> find("rule-name") != null);
        Node name = find("rule-name");
        robot.interact(() -> ((TextField) name).setText(rule));
        for (String zone : ZONES) {
            Path place = demo.place(zone + "-" + rule);
            Node field = find("rule-path-" + zone);
            robot.interact(() -> ((TextField) field).setText("" + place));
        }
    }

    @Test
    @Order(5)
    void a_node_that_dies_while_a_wizard_is_open_does_not_take_the_wizard_with_it() throws Exception {
        String answers = ((Link.Connected) session().link().get()).node().value();
        String zone = answers.substring(0, answers.indexOf('-'));
        wizard("tough");
        Node box = find("rule-zone-" + zone);
        robot.interact(() -> ((CheckBox) box).setSelected(false));
        fire("rule-next", 3);
        Node create = find("rule-next");
        signal("KILL", demo.pid(answers));
        robot.interact(() -> ((Button) create).fire());
        // Where the node may have received it, the console asks nobody else by itself: then it says so, and the user
        // decides.
        until(60, () -> rule("tough") != null || !onFx(create::isDisabled));
        if (rule("tough") == null) {
            Windows.picture(create.getScene(), PICTURES.resolve("rule-node-died.png"));
            robot.interact(() -> ((Button) create).fire());
        }
        until(60, () -> rule("tough") != null);
        until(
                40,
                () -> session().link().get() instanceof Link.Connected now
                        && !now.node().value().equals(answers));
        assertThat(rule("tough").name()).isEqualTo(new RuleName("tough"));
    }
}
