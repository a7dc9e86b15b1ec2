package org.onecopy.console.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.onecopy.console.shell.DeskIT.PICTURES;
import static org.onecopy.console.shell.DeskIT.find;
import static org.onecopy.console.shell.DeskIT.rows;
import static org.onecopy.console.shell.DeskIT.until;
import static org.onecopy.console.shell.Windows.onFx;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javafx.application.Platform;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.TextInputControl;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.onecopy.console.provision.ProvisionModel;
import org.onecopy.console.provision.ProvisionWindow;
import org.onecopy.console.theme.Themes;
import org.onecopy.console.work.Work;
import org.testfx.api.FxRobot;
import org.testfx.api.FxToolkit;

/** The wizard, from an empty form to two nodes in a network, on machines that are thrown away with real OpenSSH servers. */
@Tag("full")
class ProvisionRealIT {
    private static final int MACHINES = 2;
    private static final int LONG = 600;

    @TempDir
    private Path home;

    private final FxRobot robot = new FxRobot();

    /** The machines, as a process of the module that has them. */
    private static final class Machines implements AutoCloseable {
        private final Process process;
        private final BufferedReader said;
        private final List<String[]> machines = new ArrayList<>();
        private final Map<String, String> told = new HashMap<>();

        Machines(Path directory) throws IOException {
            Path target = DemoProcess.root()
                    .resolve("installers/target")
                    .toAbsolutePath()
                    .normalize();
            process = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin/java").toString(),
                            "-Donecopy.root=" + target.getParent().getParent(),
                            "-cp",
                            target.resolve("test-classes") + ":" + target.resolve("classes") + ":"
                                    + target.resolve("lib") + "/*:" + System.getProperty("java.class.path"),
                            "org.onecopy.installers.provisioning.SshRootMain",
                            directory.toString(),
                            String.valueOf(MACHINES))
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            said = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
            String line = said.readLine();
            for (; line != null && !line.equals("ready") && !line.startsWith("none "); line = said.readLine()) {
                String[] words = line.split(" ", 2);
                if (words[0].equals("machine")) {
                    machines.add(words[1].split(" ", -1));
                } else {
                    told.put(words[0], words[1]);
                }
            }
            assertThat(line).as("what became of the machines is told above").isNotNull();
            if (line.startsWith("none ")) {
                machines.clear();
                told.put("none", line);
            }
        }

        String told(String what) {
            return told.getOrDefault(what, "");
        }

        /** What the first machine answers, as root. */
        String run(String command) throws IOException {
            OutputStream to = process.getOutputStream();
            to.write((command + "\n").getBytes(StandardCharsets.UTF_8));
            to.flush();
            StringBuilder answer = new StringBuilder();
            for (String line = said.readLine(); line != null && !line.equals("end"); line = said.readLine()) {
                answer.append(line).append('\n');
            }
            return answer.toString();
        }

        @Override
        public void close() throws IOException {
            process.getOutputStream().close();
            try {
                if (!process.waitFor(LONG, TimeUnit.SECONDS)) {
                    process.destroyForcibly();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Test
    void two_bare_machines_become_a_network_through_the_window() throws IOException, TimeoutException {
        Assumptions.assumeTrue(
                System.getenv("DISPLAY") != null, "no display: install xvfb and openbox to test the console's windows");
        Assumptions.assumeTrue(
                Files.exists(DemoProcess.root().resolve("installers/target/test-classes")),
                "no machines: the tests of the module installers are not compiled");
        try (Machines machines = new Machines(home.resolve("machines"))) {
            Assumptions.assumeTrue(machines.machines.size() == MACHINES, () -> machines.told("none"));
            Work work = new Work(Platform::runLater, InstantSource.system());
            FxToolkit.registerPrimaryStage();
            ProvisionModel model = onFx(() -> new ProvisionModel(
                    work, new ProvisionModel.Places(home, home.resolve("state"), null), ProvisionModel.Runner.SSH));
            onFx(() -> {
                Themes.apply(false);
                new ProvisionWindow(null, model, () -> null).show();
                return true;
            });
            fill(machines);
            Node next = find("provision-next");
            fire(next);
            until(LONG, () -> onFx(() -> model.stage().get()) == ProvisionModel.Stage.LOOKED);
            assertThat(rows("provision-machines")).hasSize(MACHINES).allMatch(row -> row.contains("host-key-unknown"));
            Windows.picture(next.getScene(), PICTURES.resolve("provision-real-1-unknown.png"));
            Node trust = find("provision-trust");
            Platform.runLater(((Button) trust)::fire);
            until(30, () -> find("ask-go") != null);
            Windows.picture(find("ask-go").getScene(), PICTURES.resolve("provision-real-2-keys.png"));
            Node go = find("ask-go");
            Platform.runLater(((Button) go)::fire);
            until(LONG, () -> onFx(model::mayInstall));
            Windows.picture(next.getScene(), PICTURES.resolve("provision-real-3-ready.png"));
            fire(next);
            until(LONG, () -> onFx(() -> model.stage().get()) == ProvisionModel.Stage.ENDED);
            Windows.picture(next.getScene(), PICTURES.resolve("provision-real-4-done.png"));
            Node outcome = find("provision-outcome");
            assertThat(onFx(() -> ((Label) outcome).getText()))
                    .as(rows("provision-machines").toString())
                    .isEqualTo("All 2 machines are as wanted.");
            assertThat(machines.run("onecopy nodes"))
                    .contains("oslo-1", "lyon-1")
                    .contains("running");
            assertThat(Files.readString(home.resolve("state/known_hosts")).lines())
                    .as("the keys that were compared are pinned")
                    .hasSize(MACHINES);
            robot.interact(() -> next.getScene().getWindow().hide());
            FxToolkit.cleanupStages();
        }
    }

    private void fill(Machines machines) {
        until(10, () -> find("provision-typed") != null);
        StringBuilder typed = new StringBuilder("host,port,zone,node,storage,bind,ports,heap\n");
        List<String> zones = List.of("oslo", "lyon");
        for (int one = 0; one < MACHINES; one++) {
            String[] machine = machines.machines.get(one);
            typed.append(String.join(
                            ",",
                            machine[0],
                            machine[1],
                            zones.get(one),
                            zones.get(one) + "-1",
                            "local:/srv/data",
                            machine[0],
                            "\"" + machine[2] + "\"",
                            "128m"))
                    .append('\n');
        }
        type("typed", typed.toString());
        fire(find("provision-next"));
        String[] user = machines.told("user").split(" ", 2);
        type("user", user[0]);
        type("key", machines.told("key"));
        type("sudo", user[1]);
        type("package", machines.told("package"));
    }

    private void type(String field, String text) {
        until(10, () -> find("provision-" + field) != null);
        Node node = find("provision-" + field);
        robot.interact(() -> ((TextInputControl) node).setText(text));
    }

    private void fire(Node button) {
        robot.interact(() -> ((Button) button).fire());
    }
}
