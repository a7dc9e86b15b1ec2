package org.onecopy.console.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.onecopy.console.shell.Windows.onFx;
import static org.onecopy.console.shell.Windows.settle;

import java.io.IOException;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javafx.application.Platform;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ListView;
import javafx.scene.control.TableView;
import javafx.scene.control.TextArea;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import javafx.scene.layout.Pane;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.onecopy.model.RuleName;
import org.onecopy.model.ZoneName;
import org.onecopy.model.api.CheckDepth;
import org.onecopy.model.api.CheckSpec;
import org.onecopy.model.api.CheckState;
import org.onecopy.model.api.CheckView;
import org.onecopy.model.api.ConflictPolicy;
import org.onecopy.model.api.FileView;
import org.onecopy.model.api.Filter;
import org.onecopy.model.api.GuardPolicy;
import org.onecopy.model.api.RepairView;
import org.onecopy.model.api.RuleSpec;
import org.onecopy.model.api.Visibility;

/** What went wrong is put right from the window, against a real network: decay, a conflict, a removal that was not meant. */
@Tag("full")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ConsoleMendIT extends DeskIT {
    private static final RuleName RULE = new RuleName("papers");

    /** Where files live in memory, a page can be changed without the file system's knowing, as a failing disk does it. */
    private Path memory;

    private void makeRule() throws IOException {
        memory = Files.createTempDirectory(Path.of("/dev/shm"), "onecopy-console-");
        Map<ZoneName, String> zones = new LinkedHashMap<>();
        for (String zone : ZONES) {
            zones.put(new ZoneName(zone), "" + Files.createDirectories(memory.resolve(zone)));
        }
        RuleSpec spec = new RuleSpec(
                RULE,
                zones,
                List.of(),
                null,
                ConflictPolicy.KEEP_BOTH,
                null,
                RuleSpec.HOLD_DEFAULT,
                Visibility.ORDERED,
                GuardPolicy.DEFAULT,
                List.of(),
                null);
        session().gateway().change(client -> client.createRule(spec));
        until(30, () -> snapshot().rules().stream().anyMatch(rule -> rule.name().equals(RULE)));
    }

    @AfterAll
    void removeMemory() throws IOException {
        if (memory != null) {
            try (Stream<Path> all = Files.walk(memory)) {
                for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                    Files.deleteIfExists(path);
                }
            }
        }
    }

    private Path file(String zone, String name) {
        return memory.resolve(zone).resolve(name);
    }

    private static boolean holds(Path file, String text) throws IOException {
        return Files.exists(file) && Files.readString(file).equals(text);
    }

    private void both(String name) throws IOException {
        both(name, name);
    }

    private void confirm() {
        Node field = find("ask-confirm");
        robot.interact(() -> ((TextField) field).setText(RULE.value()));
        press("ask-go");
    }

    @Test
    @Order(1)
    void mends_a_file_that_has_decayed_in_one_zone_by_its_plan() throws IOException {
        Assumptions.assumeTrue(
                Files.isDirectory(Path.of("/dev/shm")), "decay can only be made where files live in memory");
        makeRule();
        Files.writeString(file("oslo", "report"), "what was agreed");
        until(30, () -> holds(file("kyoto", "report"), "what was agreed"));
        try (FileChannel channel =
                FileChannel.open(file("kyoto", "report"), StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            MappedByteBuffer bytes = channel.map(FileChannel.MapMode.READ_WRITE, 0, channel.size());
            bytes.put(0, (byte) (bytes.get(0) ^ 1));
        }
        session().gateway().change(client -> client.beginCheck(RULE, new CheckSpec(null, CheckDepth.DIGEST, null)));
        robot.interact(() -> desk.open("checks"));
        until(60, () -> {
            CheckView check =
                    onFx(() -> desk.context().selected(CheckView.class).orElse(null));
            return check != null && check.state() == CheckState.DONE && check.differences() == 1;
        });
        run("checks", 0, "repair.start");
        until(10, () -> find("ask-source") != null);
        both("ask-source");
        press("ask-go");
        until(20, () -> find("repair-plan-steps") != null);
        assertThat(rows("repair-plan-steps"))
                .singleElement()
                .satisfies(step -> assertThat(step).contains("zone=kyoto", "path=report"));
        both("repair-plan-steps");
        assertThat(holds(file("kyoto", "report"), "what was agreed"))
                .as("nothing is done by the plan")
                .isFalse();
        confirm();
        until(30, () -> frontTab().equals("repairs"));
        until(60, () -> holds(file("kyoto", "report"), "what was agreed"));
        until(60, () -> {
            RepairView repair =
                    onFx(() -> desk.context().selected(RepairView.class).orElse(null));
            return repair != null && repair.state() == CheckState.DONE && repair.mended() == 1;
        });
        until(10, () -> !rows("repair-zones").isEmpty());
        Windows.picture(stage.getScene(), PICTURES.resolve("repair-done-light.png"));
    }

    @Test
    @Order(2)
    void settles_a_conflict_after_looking_at_both_sides_and_brings_back_what_lost() throws Exception {
        String away = snapshot().nodes().stream()
                .map(node -> node.id().value())
                .filter(node -> node.startsWith("kyoto"))
                .findFirst()
                .orElseThrow();
        signal("STOP", demo.pid(away));
        try {
            Files.writeString(file("oslo", "both"), "same\nof oslo\n");
            until(30, () -> Files.exists(file("lyon", "both")));
            Files.writeString(file("kyoto", "both"), "same\nof kyoto, longer\nand more\n");
        } finally {
            signal("CONT", demo.pid(away));
        }
        until(
                60,
                () -> session()
                                .gateway()
                                .ask(client -> client.conflicts(Filter.FIRST))
                                .total()
                        == 1);
        robot.interact(() -> desk.open("conflicts").refresh());
        run("conflicts", 0, "conflict.resolve");
        until(20, () -> find("conflict-sides") != null);
        assertThat(rows("conflict-sides"))
                .anyMatch(row -> row.contains("Length") && row.contains("13 B") && row.contains("31 B"));
        both("conflict-sides");
        Node read = find("content-read");
        robot.interact(() -> ((Button) read).fire());
        until(30, () -> find("content-rows") != null);
        assertThat(rows("content-rows"))
                .containsExactly(
                        "Row[left=same, right=same]",
                        "Row[left=of oslo, right=of kyoto, longer]",
                        "Row[left=null, right=and more]");
        both("content-rows");
        press("ask-go");
        until(
                30,
                () -> session()
                                .gateway()
                                .ask(client -> client.conflicts(Filter.FIRST))
                                .total()
                        == 0);
        robot.interact(() -> desk.open("trash").refresh());
        until(30, () -> rows("table-trash").stream().anyMatch(row -> row.contains("_conflict-")));
        Windows.picture(stage.getScene(), PICTURES.resolve("trash-full-light.png"));
        List<String> rows = rows("table-trash");
        int at = 0;
        while (!rows.get(at).contains("_conflict-")) {
            at++;
        }
        run("trash", at, "trash.restore");
        until(20, () -> find("ask-to") != null);
        both("ask-to");
        Node to = find("ask-to");
        robot.interact(() -> ((TextField) to).setText("from-kyoto"));
        press("ask-go");
        until(60, () -> holds(file("oslo", "from-kyoto"), "same\nof kyoto, longer\nand more\n"));
    }

    @Test
    @Order(3)
    void undoes_a_removal_by_its_plan() throws IOException {
        Files.delete(file("lyon", "report"));
        until(60, () -> !Files.exists(file("oslo", "report")));
        robot.interact(() -> desk.open("rules"));
        run("rules", ruleRow(), "rule.undo");
        until(20, () -> find("ask-overwrite") != null);
        Node to = find("ask-to");
        robot.interact(() -> ((TextField) to).setText("soon"));
        Node go = find("ask-go");
        assertThat(onFx(go::isDisabled)).isTrue();
        long index = session().gateway().ask(client -> client.lag()).stream()
                .filter(lag -> lag.rule().equals(RULE))
                .mapToLong(lag -> lag.agreedIndex())
                .max()
                .orElseThrow();
        robot.interact(() -> ((TextField) to).setText("" + (index - 1)));
        both("ask-overwrite");
        press("ask-go");
        until(30, () -> dialogIs("Plan of the undo of rule papers"));
        Windows.picture(find("ask-go").getScene(), PICTURES.resolve("undo-plan-light.png"));
        press("ask-go");
        until(60, () -> holds(file("kyoto", "report"), "what was agreed"));
        until(30, () -> dialogIs("Rule papers is brought back"));
        press("ask-go");
    }

    @Test
    @Order(4)
    void tries_exclusions_while_they_are_typed() throws IOException {
        run("rules", ruleRow(), "rule.test");
        until(20, () -> find("rule-try-paths") != null);
        Node globs = find("rule-exclude");
        Node paths = find("rule-try-paths");
        robot.interact(() -> {
            ((TextArea) globs).setText("*.tmp\nrep*");
            ((TextArea) paths).setText("a.tmp\nb.txt");
        });
        Node results = find("rule-try-results");
        until(20, () -> onFx(() -> ((Pane) results).getChildren().size() == 3));
        both("rule-try-results");
        assertThat(onFx(() -> ((Pane) results).getChildren().toString()))
                .contains("a.tmp: left alone, by *.tmp", "b.txt: replicated", "1 agreed file,");
        robot.interact(() -> results.getScene().getWindow().hide());
        settle();
    }

    @Test
    @Order(5)
    void schedules_checks_and_ends_the_schedule() throws IOException {
        run("rules", ruleRow(), "schedule.add");
        until(20, () -> find("ask-when") != null);
        both("ask-when");
        press("ask-go");
        until(
                20,
                () -> frontTab().equals("schedules") && !rows("table-schedules").isEmpty());
        Windows.picture(stage.getScene(), PICTURES.resolve("schedules-full-light.png"));
        run("schedules", 0, "schedule.remove");
        until(20, () -> find("ask-go") != null);
        press("ask-go");
        until(
                30,
                () -> session()
                        .gateway()
                        .ask(client -> client.checkSchedules(RULE))
                        .isEmpty());
    }

    @Test
    @Order(6)
    void finds_a_directory_in_a_zone_while_a_rule_is_made() throws IOException {
        Files.createDirectories(memory.resolve("oslo-more/deep/deeper"));
        Platform.runLater(() -> desk.commands().find("rule.create").action().accept(desk.context()));
        until(20, () -> find("rule-browse-oslo") != null);
        Node path = find("rule-path-oslo");
        robot.interact(() -> ((TextField) path).setText("" + memory));
        Node browse = find("rule-browse-oslo");
        Platform.runLater(((Button) browse)::fire);
        until(20, () -> find("browse-list") != null && names().contains("oslo-more"));
        assertThat(names()).contains("kyoto", "lyon", "oslo").doesNotContain(".onecopy");
        both("browse-list");
        ListView<?> list = (ListView<?>) find("browse-list");
        int at = names().indexOf("oslo-more");
        robot.interact(() -> {
            list.getSelectionModel().select(at);
            list.requestFocus();
        });
        robot.push(KeyCode.ENTER);
        until(20, () -> names().equals(List.of("deep")));
        assertThat(memory.resolve("oslo-more/.onecopy"))
                .as("looking makes nothing")
                .doesNotExist();
        press("ask-go");
        String chosen = onFx(() -> ((TextField) path).getText());
        assertThat(chosen).isEqualTo(memory + "/oslo-more");
        robot.interact(() -> path.getScene().getWindow().hide());
        settle();
    }

    private static List<String> names() {
        ListView<?> list = (ListView<?>) find("browse-list");
        return onFx(() ->
                list.getItems().stream().map(file -> ((FileView) file).name()).toList());
    }

    private int ruleRow() {
        robot.interact(() -> desk.open("rules").refresh());
        until(20, () -> rows("table-rules").stream().anyMatch(row -> row.contains("name=papers")));
        TableView<?> table = (TableView<?>) find("table-rules");
        List<?> rows = onFx(() -> List.copyOf(table.getItems()));
        int at = 0;
        while (!("" + rows.get(at)).contains("name=papers")) {
            at++;
        }
        return at;
    }

    private static boolean dialogIs(String title) {
        return find("ask-go") != null && dialog().equals(title);
    }
}
