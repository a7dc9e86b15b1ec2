package org.onecopy.console.provision;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.onecopy.console.provision.ProvisionModel.Stage;
import org.onecopy.console.work.Work;
import org.onecopy.installers.provisioning.HostReport;
import org.onecopy.installers.provisioning.HostSpec;
import org.onecopy.installers.provisioning.ProvisionListener;
import org.onecopy.installers.provisioning.ProvisionPlan;

class ProvisionModelTest {
    private static final String KEY = "SHA256:abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG";

    @TempDir
    private Path home;

    private final LinkedBlockingQueue<Runnable> ui = new LinkedBlockingQueue<>();
    private final List<ProvisionPlan> plans = new ArrayList<>();
    private Function<HostSpec, HostReport> found = host -> report(host, HostReport.State.READY, null, null);

    private ProvisionModel model() {
        return new ProvisionModel(
                new Work(ui::add, InstantSource.system()),
                new ProvisionModel.Places(home, home.resolve("state"), null),
                new ProvisionModel.Runner(this::check, this::install));
    }

    private List<HostReport> check(ProvisionPlan plan, ProvisionListener listener) {
        plans.add(plan);
        return plan.inventory().hosts().stream().map(found).toList();
    }

    private List<HostReport> install(ProvisionPlan plan, ProvisionListener listener) {
        plans.add(plan);
        List<HostReport> reports = new ArrayList<>();
        for (HostSpec host : plan.inventory().hosts()) {
            listener.began(host.name(), "upload");
            listener.uploaded(host.name(), 30, 60);
            boolean fails = host.name().equals("web2");
            reports.add(report(
                    host,
                    fails ? HostReport.State.UNDONE : HostReport.State.DONE,
                    fails ? "setup-failed" : null,
                    fails ? "no such directory" : null));
        }
        return reports;
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
                null,
                List.of(),
                1,
                null);
    }

    private static Wanted wanted(String machines) {
        return new Wanted(machines, "keeper", "", "a phrase", "open, sesame", "", false, "", true);
    }

    /** Runs what came for the JavaFX thread, until the run has an end. */
    private void deliver(ProvisionModel model, Stage until) throws InterruptedException {
        while (model.stage().get() != until) {
            Runnable next = ui.poll(10, TimeUnit.SECONDS);
            assertThat(next).isNotNull();
            next.run();
        }
    }

    @Test
    void nothing_is_installed_before_all_machines_were_looked_at() throws InterruptedException {
        ProvisionModel model = model();
        Wanted typed = wanted("host,zone,storage\nweb[1-3],lyon,local:/srv/data\n");
        model.install(typed, null);
        assertThat(model.stage().get()).isEqualTo(Stage.TYPED);
        model.look(typed, null);
        deliver(model, Stage.LOOKED);
        assertThat(model.machines()).extracting(Machine::host).containsExactly("web1", "web2", "web3");
        assertThat(model.outcome()).startsWith("3 of 3 machines are ready");
        assertThat(model.mayInstall()).isTrue();
        model.changed();
        assertThat(model.mayInstall()).as("something else was typed").isFalse();
        assertThat(plans).hasSize(1);
    }

    @Test
    void each_machine_shows_how_far_it_is_and_has_its_end() throws InterruptedException {
        ProvisionModel model = model();
        Wanted typed = wanted("host,zone\nweb1,lyon\nweb2,oslo\n");
        model.look(typed, null);
        deliver(model, Stage.LOOKED);
        model.install(typed, null);
        List<String> seen = new ArrayList<>();
        while (model.stage().get() != Stage.ENDED) {
            Runnable next = ui.poll(10, TimeUnit.SECONDS);
            assertThat(next).isNotNull();
            next.run();
            model.machines().forEach(machine -> seen.add(machine.host() + " " + machine.words()));
        }
        assertThat(seen).contains("web1 upload", "web1 upload 50 %", "web2 upload 50 %", "web2 no such directory");
        assertThat(model.outcome()).isEqualTo("1 of 2 machines are as wanted; the others say why not.");
        assertThat(model.machines().getLast().remedy()).isEqualTo("see the transcript");
    }

    @Test
    void a_mistake_in_the_inventory_is_said_with_its_line_and_code() throws InterruptedException {
        ProvisionModel model = model();
        model.look(wanted("host,zome\nweb1,lyon\n"), null);
        deliver(model, Stage.TYPED);
        assertThat(model.problem().get()).contains("machines.csv:2", "did you mean 'zone'?", "(inventory-invalid)");
        assertThat(plans).isEmpty();
    }

    @Test
    void a_key_is_trusted_only_after_somebody_has_said_so() throws InterruptedException {
        ProvisionModel model = model();
        found = host -> report(
                host,
                HostReport.State.REFUSED,
                "host-key-unknown",
                "the machine shows a key that is not known: ssh-ed25519 " + KEY);
        Wanted typed = wanted("host,zone\nweb1,lyon\n");
        model.look(typed, null);
        deliver(model, Stage.LOOKED);
        assertThat(model.mayInstall()).isFalse();
        assertThat(model.machines().getFirst().unknownKey()).contains(KEY);
        assertThat(model.trusted()).isEmpty();
        model.trust(Set.of(KEY));
        assertThat(model.trusted()).containsExactly(KEY);
    }

    @Test
    void no_secret_is_in_the_command_nor_in_the_state_of_the_user() throws InterruptedException {
        Wanted typed = wanted("hosts:\n  - {host: web1, zone: lyon}\n");
        assertThat(String.join(" ", typed.command()))
                .isEqualTo("onecopy-provision install -i machines.yaml --create --user keeper --ask-passphrase"
                        + " --ask-password --no-agent");
        ProvisionModel model = model();
        model.look(typed, null);
        deliver(model, Stage.LOOKED);
        assertThat(model.machines()).extracting(Machine::host).containsExactly("web1");
        assertThat(plans.getFirst().credentials().password()).isEqualTo("open, sesame");
        assertThat(home).isDirectoryRecursivelyContaining(path -> path.endsWith("state"));
        assertThat(home.resolve("state")).isEmptyDirectory();
    }
}
