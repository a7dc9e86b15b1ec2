package org.onecopy.console.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.onecopy.console.shell.Windows.onFx;
import static org.onecopy.console.shell.Windows.settle;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import javafx.application.Platform;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.TextArea;
import javafx.scene.control.TextField;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.onecopy.model.ByteCount;
import org.onecopy.model.RuleName;
import org.onecopy.model.ZoneName;
import org.onecopy.model.api.BandwidthSpec;
import org.onecopy.model.api.BandwidthView;
import org.onecopy.model.api.ConflictPolicy;
import org.onecopy.model.api.GuardPolicy;
import org.onecopy.model.api.Initial;
import org.onecopy.model.api.MigrationPlanState;
import org.onecopy.model.api.MigrationPlanView;
import org.onecopy.model.api.MigrationSpec;
import org.onecopy.model.api.MigrationState;
import org.onecopy.model.api.MigrationView;
import org.onecopy.model.api.RuleSpec;
import org.onecopy.model.api.Visibility;

/** Existing trees come under a rule, and bandwidth is limited, from the window against a real network. */
@Tag("full")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ConsoleMoveIT extends DeskIT {
    private static final RuleName RULE = new RuleName("archive");

    private void fill(String id, String text) {
        Node field = find(id);
        robot.interact(() -> {
            if (field instanceof TextArea area) {
                area.setText(text);
            } else {
                ((TextField) field).setText(text);
            }
        });
    }

    private static String cli() {
        Node field = find("ask-cli");
        return onFx(() -> ((TextField) field).getText());
    }

    private static String problem() {
        Node label = find("ask-problem");
        return onFx(() -> ((Label) label).getText());
    }

    private void begin(String command) {
        Platform.runLater(() -> desk.commands().find(command).action().accept(desk.context()));
    }

    private MigrationPlanView plan() {
        return onFx(() -> desk.context().selected(MigrationPlanView.class).orElse(null));
    }

    private MigrationView migration() {
        return onFx(() -> desk.context().selected(MigrationView.class).orElse(null));
    }

    private void act(String command) {
        run("migrations", 0, command);
    }

    @Test
    @Order(1)
    void plans_a_migration_shows_it_before_the_start_and_follows_it_to_its_end() throws IOException {
        for (String screen : List.of("migrations", "plans", "bandwidth")) {
            robot.interact(() -> desk.open(screen));
            settle();
            both("table-" + screen, screen + "-empty");
        }
        Map<String, Path> trees = Map.of("oslo", demo.place("oslo"), "lyon", demo.place("lyon"));
        for (int number = 0; number < 40; number++) {
            Files.writeString(trees.get("oslo").resolve("scan-" + number), "what oslo has " + number);
        }
        Files.writeString(trees.get("lyon").resolve("scan-1"), "something else that lyon has");
        Files.writeString(trees.get("lyon").resolve("draft.tmp"), "left alone");
        begin("migration.plan");
        until(20, () -> find("ask-rule") != null);
        press("ask-go");
        until(20, () -> find("ask-path-oslo-field") != null);
        assertThat(problem()).contains("at least two");
        fill("ask-path-oslo-field", "" + trees.get("oslo"));
        fill("ask-path-lyon-field", "" + trees.get("lyon"));
        fill("ask-exclude", "*.tmp");
        choose("ask-compare", "reading files of the same length");
        both("ask-exclude", "migration-plan-ask");
        assertThat(cli()).startsWith("onecopy migrate plan --zone lyon=").contains("--union", "--exclude '*.tmp'");
        press("ask-go");
        until(30, () -> frontTab().equals("plans") && plan() != null && plan().state() == MigrationPlanState.DONE);
        assertThat(rows("plan-paths"))
                .singleElement()
                .satisfies(row -> assertThat(row).contains("scan-1"));
        Windows.picture(stage.getScene(), PICTURES.resolve("plans-full-light.png"));
        run("plans", 0, "migration.start");
        until(20, () -> find("migration-plan-zones") != null);
        Node excluded = find("ask-exclude");
        assertThat(onFx(() -> ((TextArea) excluded).getText())).isEqualTo("*.tmp");
        fill("ask-rule", RULE.value());
        fill("ask-priority", "0");
        assertThat(problem()).contains("1 to 100");
        fill("ask-priority", "60");
        both("migration-plan-zones", "migration-start");
        press("ask-go");
        until(30, () -> frontTab().equals("migrations"));
        until(60, () -> migration() != null && migration().state() == MigrationState.DONE);
        assertThat(migration().priority()).isEqualTo(60);
        until(10, () -> rows("migration-zones").size() == 2);
        both("migration-zones", "migrations-full");
        assertThat(trees.get("lyon").resolve("scan-39")).exists();
        assertThat(trees.get("oslo").resolve("draft.tmp")).doesNotExist();
        assertThat(onFx(() -> desk.commands().find("migration.pause").enabled(desk.context())))
                .as("what is over is not steered")
                .isFalse();
        run("plans", 0, "migration.forget");
        until(30, () -> rows("table-plans").isEmpty());
    }

    @Test
    @Order(2)
    void limits_bandwidth_by_hours_changes_and_removes_the_limit() throws IOException {
        robot.interact(() -> desk.open("bandwidth"));
        begin("limit.add");
        until(20, () -> find("ask-rate") != null);
        assertThat(problem()).contains("name");
        fill("ask-name", "wan");
        choose("ask-to", "lyon");
        fill("ask-rate", "64KiB");
        fill("ask-hours", "mon-fri 08-18");
        assertThat(problem()).contains("08:00");
        fill("ask-hours", "00:00-24:00");
        assertThat(cli()).isEqualTo("onecopy bandwidth set wan --rate 64KiB --to lyon --hours 00:00-24:00");
        both("ask-hours", "limit-add");
        press("ask-go");
        until(30, () -> rows("table-bandwidth").size() == 1);
        run("bandwidth", 0, "limit.change");
        until(20, () -> find("ask-rate") != null);
        fill("ask-rate", "20MiB");
        press("ask-go");
        until(30, () -> limits().size() == 1 && limits().getFirst().rate().equals(ByteCount.parse("20MiB")));
        Files.write(demo.place("oslo").resolve("film"), new byte[8_000_000]);
        until(60, () -> !rows("table-flows").isEmpty());
        both("table-flows", "bandwidth-full");
        run("bandwidth", 0, "limit.remove");
        until(20, () -> find("ask-confirm") != null);
        fill("ask-confirm", "wan");
        both("ask-confirm", "limit-remove");
        press("ask-go");
        until(30, () -> limits().isEmpty());
    }

    private List<BandwidthView> limits() {
        return session().gateway().ask(client -> client.bandwidth().report()).limits();
    }

    @Test
    @Order(3)
    void pauses_puts_in_order_resumes_and_cancels() throws IOException {
        Path kyoto = demo.place("kyoto");
        Path oslo = Files.createDirectories(kyoto.resolveSibling("oslo-big"));
        Path lyon = Files.createDirectories(kyoto.resolveSibling("lyon-big"));
        for (int number = 0; number < 60; number++) {
            Files.write(oslo.resolve("big-" + number), content(number));
        }
        session()
                .gateway()
                .change(client -> client.bandwidth()
                        .set("slow", new BandwidthSpec(null, null, null, ByteCount.parse("64KiB"), null, null)));
        session().gateway().change(client -> client.migrations().begin(union(oslo, lyon)));
        robot.interact(() -> desk.open("migrations").refresh());
        until(30, () -> rows("table-migrations").size() == 2);
        act("migration.pause");
        until(30, () -> large().state() == MigrationState.PAUSED);
        robot.interact(() -> desk.open("migrations").refresh());
        until(30, () -> migration() != null && migration().state() == MigrationState.PAUSED);
        both("migration-zones", "migrations-paused");
        act("migration.priority");
        until(20, () -> find("ask-priority") != null);
        fill("ask-priority", "90");
        press("ask-go");
        until(30, () -> large().priority() == 90);
        robot.interact(() -> desk.open("migrations").refresh());
        until(30, () -> migration() != null && migration().priority() == 90);
        act("migration.resume");
        until(30, () -> large().state() == MigrationState.RUNNING);
        robot.interact(() -> desk.open("migrations").refresh());
        until(30, () -> migration() != null && migration().state() == MigrationState.RUNNING);
        act("migration.cancel");
        until(20, () -> find("ask-confirm") != null);
        fill("ask-confirm", "large");
        both("ask-confirm", "migration-cancel");
        press("ask-go");
        until(30, () -> large().state() == MigrationState.CANCELLED);
        assertThat(oslo.resolve("big-0")).as("nothing is deleted").exists();
        Manual.publish(PICTURES, List.of("limit-add-light.png"));
    }

    private static MigrationSpec union(Path oslo, Path lyon) {
        RuleSpec rule = new RuleSpec(
                new RuleName("large"),
                Map.of(new ZoneName("oslo"), "" + oslo, new ZoneName("lyon"), "" + lyon),
                List.of(),
                Initial.UNION,
                ConflictPolicy.KEEP_BOTH,
                null,
                RuleSpec.HOLD_DEFAULT,
                Visibility.ORDERED,
                GuardPolicy.DEFAULT,
                List.of(),
                null);
        return new MigrationSpec(rule, null);
    }

    private MigrationView large() {
        return session().gateway().ask(client -> client.migrations().show(new RuleName("large")));
    }

    private static byte[] content(int number) {
        byte[] content = new byte[200_000];
        new Random(number).nextBytes(content);
        return content;
    }
}
