package org.onecopy.console.provision;

import static org.onecopy.console.lists.Column.text;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import javafx.geometry.Insets;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.Label;
import javafx.scene.control.PasswordField;
import javafx.scene.control.TableView;
import javafx.scene.control.TextArea;
import javafx.scene.control.TextField;
import javafx.scene.control.TextInputControl;
import javafx.scene.input.KeyCode;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.stage.FileChooser;
import javafx.stage.Stage;
import javafx.stage.Window;
import org.jspecify.annotations.Nullable;
import org.onecopy.console.lists.PlainTable;
import org.onecopy.console.session.Gateway;
import org.onecopy.console.theme.Ask;
import org.onecopy.console.theme.Icons;
import org.onecopy.console.theme.Themes;
import org.onecopy.installers.provisioning.HostReport;

/** The wizard that brings nodes onto machines: which ones, how to log in, what was found there, and how it goes. */
public final class ProvisionWindow {
    private static final List<String> STEPS = List.of("Machines", "Log in", "Look and install");
    private static final String HINT =
            "One machine a line, with the keys in the first line: host, zone, storage, and where"
                    + " wanted node, role, address, bind, ports, heap, user, port, key, jump. web[1-9] stands for nine machines; names"
                    + " are looked up in ~/.ssh/config. An inventory in YAML does as well.";

    private final ProvisionModel model;
    private final Supplier<@Nullable Gateway> network;
    private final Stage stage = new Stage();
    private final BorderPane page = new BorderPane();
    private final VBox steps = new VBox(4);
    private final Label problem = new Label();
    private final Label outcome = new Label();
    private final Button back = new Button("Back", Icons.of("fth-chevron-left"));
    private final Button next = new Button("Next");
    private final TextArea machines = new TextArea(Wanted.FIRST_LINE);
    private final TextField user = new TextField();
    private final TextField key = new TextField();
    private final PasswordField passphrase = new PasswordField();
    private final PasswordField password = new PasswordField();
    private final PasswordField sudo = new PasswordField();
    private final CheckBox agent = new CheckBox("Ask the SSH agent, too");
    private final TextField packages = new TextField();
    private final CheckBox create = new CheckBox("The first machine makes a network of its own");
    private final TableView<Machine> table;
    private final Label remedy = new Label();
    private final Button trust = new Button("Compare keys…", Icons.of("fth-key"));
    private final Button transcript = new Button("Transcript…", Icons.of("fth-file-text"));
    private final List<Region> pages;
    private int at;

    /** @param network that the machines are to come into: the one in front; none where there is none */
    public ProvisionWindow(@Nullable Window owner, ProvisionModel model, Supplier<@Nullable Gateway> network) {
        this.model = model;
        this.network = network;
        this.table = PlainTable.of(
                "provision-machines",
                List.of(
                        text("Machine", 130, Machine::host),
                        text(
                                "Zone",
                                80,
                                machine -> machine.report() == null
                                        ? ""
                                        : machine.report().zone()),
                        text(
                                "Node",
                                90,
                                machine -> machine.report() == null
                                        ? ""
                                        : machine.report().node()),
                        text("State", 80, Machine::state),
                        text("What was found, or is done", 330, Machine::words)),
                List.of(),
                "No machine was looked at yet.");
        this.pages = List.of(typed(), login(), looked());
        if (owner != null) {
            stage.initOwner(owner);
        }
        stage.setTitle("Provision machines");
        Scene scene = new Scene(root(), 900, 580);
        Themes.style(scene);
        scene.setOnKeyPressed(event -> {
            if (event.getCode() == KeyCode.ESCAPE) {
                stage.close();
            }
        });
        stage.setScene(scene);
        model.machines().subscribe(this::refresh);
        model.stage().subscribe(now -> refresh());
        model.problem().subscribe(now -> refresh());
    }

    /** Shows it. A run goes on where it is closed: the progress view has it. */
    public void show() {
        create.setSelected(network.get() == null);
        go(0);
        stage.show();
    }

    private BorderPane root() {
        steps.setPadding(new Insets(16));
        steps.setMinWidth(150);
        steps.getStyleClass().add("reason");
        problem.getStyleClass().add("problem");
        problem.setWrapText(true);
        problem.setMaxWidth(Double.MAX_VALUE);
        problem.setId("provision-problem");
        HBox.setHgrow(problem, Priority.ALWAYS);
        back.setId("provision-back");
        back.setOnAction(event -> go(at - 1));
        next.setId("provision-next");
        next.getStyleClass().add("accent");
        next.setOnAction(event -> forward());
        Button copy = new Button("Copy as CLI", Icons.of("fth-copy"));
        copy.setOnAction(event -> Ask.copy(String.join(" ", wanted().command())));
        Button close = new Button("Close");
        close.setOnAction(event -> stage.close());
        for (Button button : List.of(back, next, copy, close, trust, transcript)) {
            button.setMinWidth(Region.USE_PREF_SIZE);
        }
        HBox buttons = new HBox(8, problem, copy, back, next, close);
        buttons.setAlignment(Pos.CENTER_RIGHT);
        buttons.setPadding(new Insets(10, 16, 12, 16));
        page.setPadding(new Insets(16, 20, 8, 20));
        BorderPane root = new BorderPane(page);
        root.setLeft(steps);
        root.setBottom(buttons);
        return root;
    }

    // ---- pages

    private Region typed() {
        machines.setId("provision-typed");
        machines.getStyleClass().add("cli");
        machines.setPromptText(Wanted.FIRST_LINE + "web[1-3].example.org,lyon,local:/srv/data");
        Button load = new Button("Load a file…", Icons.of("fth-file-plus"));
        load.setOnAction(event -> load());
        VBox.setVgrow(machines, Priority.ALWAYS);
        changes(machines);
        return new VBox(10, wrapped(HINT), machines, load);
    }

    private void load() {
        File file = new FileChooser().showOpenDialog(stage);
        if (file != null) {
            try {
                machines.setText(Files.readString(file.toPath()));
            } catch (IOException e) {
                problem.setText("cannot read " + file + ": " + e.getMessage());
            }
        }
    }

    private Region login() {
        GridPane grid = new GridPane(12, 8);
        user.setPromptText(System.getProperty("user.name", ""));
        key.setPromptText("~/.ssh/id_ed25519 (empty: those of the inventory and of ~/.ssh/config)");
        packages.setPromptText("a package of the node, or a directory with packages");
        agent.setSelected(true);
        row(grid, 0, "User", "user", user);
        row(grid, 1, "Private key", "key", key);
        row(grid, 2, "Passphrase of the key", "passphrase", passphrase);
        row(grid, 3, "Password", "password", password);
        row(grid, 4, "Password for sudo", "sudo", sudo);
        grid.add(agent, 1, 5);
        row(grid, 6, "Package", "package", packages);
        create.setId("provision-create");
        create.setOnAction(event -> model.changed());
        agent.setOnAction(event -> model.changed());
        grid.add(create, 1, 7);
        return new VBox(
                10,
                wrapped("Secrets are kept in memory for this window alone: they stand in no file, no transcript and no"
                        + " command. Next, the machines are looked at; nothing is changed by that."),
                grid);
    }

    private void row(GridPane grid, int row, String title, String id, TextInputControl field) {
        Label label = new Label(title);
        label.setLabelFor(field);
        label.setMinWidth(Region.USE_PREF_SIZE);
        field.setId("provision-" + id);
        changes(field);
        GridPane.setHgrow(field, Priority.ALWAYS);
        grid.addRow(row, label, field);
    }

    private void changes(TextInputControl field) {
        field.textProperty().subscribe((before, now) -> model.changed());
    }

    private Region looked() {
        outcome.getStyleClass().add("section-head");
        outcome.setId("provision-outcome");
        outcome.setWrapText(true);
        remedy.setWrapText(true);
        remedy.setMinHeight(Region.USE_PREF_SIZE);
        remedy.getStyleClass().add("text-muted");
        trust.setId("provision-trust");
        trust.setOnAction(event -> trust());
        transcript.setOnAction(event -> showTranscript());
        table.getSelectionModel().selectedItemProperty().subscribe(row -> details(row));
        VBox.setVgrow(table, Priority.ALWAYS);
        return new VBox(8, outcome, table, remedy, new HBox(8, trust, transcript));
    }

    private static Label wrapped(String text) {
        Label label = new Label(text);
        label.setWrapText(true);
        label.setMinHeight(Region.USE_PREF_SIZE);
        return label;
    }

    // ---- steps

    private Wanted wanted() {
        return new Wanted(
                machines.getText(),
                user.getText(),
                key.getText(),
                passphrase.getText(),
                password.getText(),
                sudo.getText(),
                agent.isSelected(),
                packages.getText(),
                create.isSelected());
    }

    private void go(int step) {
        at = Math.clamp(step, 0, STEPS.size() - 1);
        page.setCenter(pages.get(at));
        steps.getChildren().clear();
        for (int one = 0; one < STEPS.size(); one++) {
            Label label = new Label((one + 1) + "  " + STEPS.get(one));
            label.getStyleClass().add(one == at ? "strong" : "text-muted");
            label.setStyle(one == at ? "-fx-font-weight: bold" : "");
            steps.getChildren().add(label);
        }
        refresh();
        if (at == 0) {
            machines.requestFocus();
        }
    }

    private void forward() {
        if (at < STEPS.size() - 1) {
            go(at + 1);
            if (at == STEPS.size() - 1 && model.stage().get() == ProvisionModel.Stage.TYPED) {
                model.look(wanted(), network.get());
            }
        } else if (model.mayInstall()) {
            model.install(wanted(), network.get());
        } else {
            model.look(wanted(), network.get());
        }
    }

    private void refresh() {
        ProvisionModel.Stage now = model.stage().get();
        boolean busy = now == ProvisionModel.Stage.LOOKING || now == ProvisionModel.Stage.RUNNING;
        Machine chosen = table.getSelectionModel().getSelectedItem();
        table.getItems().setAll(model.machines());
        if (chosen != null) {
            model.machines().stream()
                    .filter(machine -> machine.host().equals(chosen.host()))
                    .findFirst()
                    .ifPresent(table.getSelectionModel()::select);
        }
        outcome.setText(model.outcome());
        problem.setText(model.problem().get());
        long ready = model.machines().stream().filter(Machine::isGood).count();
        next.setText(
                at < STEPS.size() - 1
                        ? "Next"
                        : model.mayInstall()
                                ? "Install on " + ready + (ready == 1 ? " machine" : " machines")
                                : "Look again");
        next.setDisable(busy);
        back.setDisable(busy || at == 0);
        trust.setDisable(busy || unknown().isEmpty());
        details(table.getSelectionModel().getSelectedItem());
    }

    private void details(@Nullable Machine machine) {
        remedy.setText(machine == null ? "" : machine.remedy());
        transcript.setDisable(file(machine) == null);
    }

    // ---- keys and transcripts

    private Set<String> unknown() {
        return model.machines().stream()
                .flatMap(machine -> machine.unknownKey().stream())
                .collect(Collectors.toSet());
    }

    private void trust() {
        Ask ask = new Ask(stage, "Are these the machines' own keys?", "They are: look again");
        ask.plan(
                "These machines are not known here. Compare each key with what the machine itself says"
                        + " (ssh-keygen -lf /etc/ssh/ssh_host_ed25519_key.pub). From then on they are known by them, and by no other.");
        model.machines()
                .forEach(machine -> machine.unknownKey().ifPresent(key -> ask.plan(machine.host() + "   " + key)));
        ask.wide();
        Set<String> keys = unknown();
        ask.show().ifPresent(values -> {
            model.trust(keys);
            model.look(wanted(), network.get());
        });
    }

    private static @Nullable Path file(@Nullable Machine machine) {
        HostReport report = machine == null ? null : machine.report();
        return report == null || report.transcript() == null ? null : Path.of(report.transcript());
    }

    private void showTranscript() {
        Path file = file(table.getSelectionModel().getSelectedItem());
        if (file == null) {
            return;
        }
        TextArea text = new TextArea();
        text.setEditable(false);
        text.getStyleClass().add("cli");
        text.setPrefRowCount(20);
        try {
            text.setText(Files.readString(file));
        } catch (IOException e) {
            text.setText("cannot read " + file + ": " + e.getMessage());
        }
        Ask ask = new Ask(stage, "All that was done there", "Close");
        ask.plan("" + file);
        Node shown = text;
        ask.content(shown, 860);
        ask.tell();
    }
}
