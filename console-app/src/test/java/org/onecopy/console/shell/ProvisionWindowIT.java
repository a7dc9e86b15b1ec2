package org.onecopy.console.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.onecopy.console.shell.DeskIT.PICTURES;
import static org.onecopy.console.shell.DeskIT.find;
import static org.onecopy.console.shell.DeskIT.rows;
import static org.onecopy.console.shell.DeskIT.until;
import static org.onecopy.console.shell.Windows.onFx;

import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.TimeoutException;
import javafx.application.Platform;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.Label;
import javafx.scene.control.TextArea;
import javafx.scene.control.TextField;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.onecopy.console.provision.ProvisionModel;
import org.onecopy.console.provision.ProvisionWindow;
import org.onecopy.console.theme.Themes;
import org.onecopy.console.work.Work;
import org.onecopy.installers.provisioning.Finding;
import org.onecopy.installers.provisioning.HostReport;
import org.onecopy.installers.provisioning.HostSpec;
import org.onecopy.installers.provisioning.ProvisionPlan;
import org.testfx.api.FxRobot;
import org.testfx.api.FxToolkit;

/** The wizard for machines, with a run that only says that it was done: the library has tests with real servers of its own. */
class ProvisionWindowIT {
    private static final String KEY = "SHA256:n2ZtLqJmE0mCc1sYw0o3bJ5uQ7yT4hV9rXkA8pD6fGs";

    @TempDir
    private Path home;

    private final FxRobot robot = new FxRobot();
    private boolean known;

    private List<HostReport> look(ProvisionPlan plan) {
        return plan.inventory().hosts().stream()
                .map(host -> known
                        ? report(host, HostReport.State.READY, null, null)
                        : report(
                                host,
                                HostReport.State.REFUSED,
                                "host-key-unknown",
                                host.name() + " shows ssh-ed25519 " + KEY + ", and is not known yet"))
                .toList();
    }

    private static List<HostReport> install(ProvisionPlan plan) {
        return plan.inventory().hosts().stream()
                .map(host -> host.name().equals("web2")
                        ? report(host, HostReport.State.UNDONE, "setup-failed", "/srv/data is not empty")
                        : report(host, HostReport.State.DONE, null, null))
                .toList();
    }

    private static HostReport report(
            HostSpec host, HostReport.State state, @Nullable String code, @Nullable String message) {
        return new HostReport(
                host.name(),
                host.zone().value(),
                host.node().value(),
                state,
                code,
                message,
                code == null ? null : "see the transcript",
                null,
                "1.0",
                List.of(new Finding("memory-short", false, "900 MB of memory", "give the machine more memory")),
                12,
                null);
    }

    @Test
    void leads_from_an_inventory_to_a_definite_end() throws IOException, TimeoutException {
        Assumptions.assumeTrue(
                System.getenv("DISPLAY") != null, "no display: install xvfb and openbox to test the console's windows");
        FxToolkit.registerPrimaryStage();
        Work work = new Work(Platform::runLater, InstantSource.system());
        ProvisionModel model = onFx(() -> new ProvisionModel(
                work,
                new ProvisionModel.Places(home, home.resolve("state"), null),
                new ProvisionModel.Runner((plan, listener) -> look(plan), (plan, listener) -> install(plan))));
        onFx(() -> {
            Themes.apply(false);
            new ProvisionWindow(null, model, () -> null).show();
            return true;
        });
        until(10, () -> find("provision-typed") != null);
        Node typed = find("provision-typed");
        robot.interact(() -> ((TextArea) typed).setText("host,zone,storage\nweb[1-2],lyon,local:/srv/data\n"));
        Windows.picture(typed.getScene(), PICTURES.resolve("provision-1-light.png"));
        next();
        Node create = find("provision-create");
        assertThat(onFx(() -> ((CheckBox) create).isSelected()))
                .as("there is no network to come into")
                .isTrue();
        Node user = find("provision-user");
        robot.interact(() -> ((TextField) user).setText("keeper"));
        Windows.picture(user.getScene(), PICTURES.resolve("provision-2-light.png"));
        next();
        until(10, () -> onFx(() -> model.stage().get()) == ProvisionModel.Stage.LOOKED);
        assertThat(rows("provision-machines")).hasSize(2).allMatch(row -> row.contains("host-key-unknown"));
        Node trust = find("provision-trust");
        Platform.runLater(((Button) trust)::fire);
        until(10, () -> find("ask-go") != null);
        Windows.picture(find("ask-go").getScene(), PICTURES.resolve("provision-keys-light.png"));
        known = true;
        Node go = find("ask-go");
        Platform.runLater(((Button) go)::fire);
        until(10, () -> onFx(model::mayInstall));
        assertThat(onFx(model::trusted)).containsExactly(KEY);
        Node next = find("provision-next");
        String label = onFx(() -> ((Button) next).getText());
        assertThat(label).isEqualTo("Install on 2 machines");
        Windows.picture(next.getScene(), PICTURES.resolve("provision-3-light.png"));
        next();
        until(10, () -> onFx(() -> model.stage().get()) == ProvisionModel.Stage.ENDED);
        robot.interact(() -> Themes.apply(true));
        Windows.picture(next.getScene(), PICTURES.resolve("provision-4-dark.png"));
        robot.interact(() -> Themes.apply(false));
        Node outcome = find("provision-outcome");
        String end = onFx(() -> ((Label) outcome).getText());
        assertThat(end).isEqualTo("1 of 2 machines are as wanted; the others say why not.");
        robot.interact(() -> next.getScene().getWindow().hide());
        FxToolkit.cleanupStages();
    }

    private void next() {
        Node next = find("provision-next");
        robot.interact(() -> ((Button) next).fire());
    }
}
