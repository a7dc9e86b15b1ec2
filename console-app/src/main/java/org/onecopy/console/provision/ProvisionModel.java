package org.onecopy.console.provision;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import org.jspecify.annotations.Nullable;
import org.onecopy.console.session.Gateway;
import org.onecopy.console.work.Job;
import org.onecopy.console.work.Work;
import org.onecopy.installers.provisioning.Credentials;
import org.onecopy.installers.provisioning.HostReport;
import org.onecopy.installers.provisioning.Inventory;
import org.onecopy.installers.provisioning.KnownHosts;
import org.onecopy.installers.provisioning.ProvisionException;
import org.onecopy.installers.provisioning.ProvisionListener;
import org.onecopy.installers.provisioning.ProvisionPlan;
import org.onecopy.installers.provisioning.Provisioning;
import org.onecopy.installers.provisioning.SshConfig;

/**
 * A run over machines: they are looked at first, then nodes are installed on those that are ready, and each has its report in the end. For
 * the JavaFX thread; the library works on others.
 */
public final class ProvisionModel {
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private final Work work;
    private final Places places;
    private final Runner runner;
    private final ObservableList<Machine> machines = FXCollections.observableArrayList();
    private final ReadOnlyObjectWrapper<Stage> stage = new ReadOnlyObjectWrapper<>(Stage.TYPED);
    private final ReadOnlyStringWrapper problem = new ReadOnlyStringWrapper("");
    private final Set<String> trusted = new LinkedHashSet<>();

    /** How far a run is. */
    public enum Stage {
        /** Nothing was done with what is typed. */
        TYPED,
        LOOKING,
        /** Every machine has its report of the look; nothing was changed. */
        LOOKED,
        RUNNING,
        /** Every machine has its report. */
        ENDED
    }

    /**
     * Where things are on this machine.
     *
     * @param home of the user, with {@code .ssh/config}
     * @param state where known keys and transcripts are kept
     * @param agent socket of the SSH agent; null where there is none
     */
    public record Places(Path home, Path state, @Nullable Path agent) {
        /** As the command line has them. */
        public static Places usual() {
            Path home = Path.of(System.getProperty("user.home"));
            String state = System.getenv("XDG_STATE_HOME");
            String agent = System.getenv("SSH_AUTH_SOCK");
            return new Places(
                    home,
                    (state == null ? home.resolve(".local/state") : Path.of(state)).resolve("onecopy"),
                    agent == null ? null : Path.of(agent));
        }
    }

    /** Does it: over SSH, or as a test says. Both block. */
    public record Runner(
            BiFunction<ProvisionPlan, ProvisionListener, List<HostReport>> check,
            BiFunction<ProvisionPlan, ProvisionListener, List<HostReport>> install) {
        /** Over SSH. */
        public static final Runner SSH = new Runner(
                (plan, listener) -> new Provisioning(plan, listener).check(),
                (plan, listener) -> new Provisioning(plan, listener).install());
    }

    public ProvisionModel(Work work, Places places, Runner runner) {
        this.work = work;
        this.places = places;
        this.runner = runner;
    }

    /** All machines of the run, in the order of the inventory. */
    public ObservableList<Machine> machines() {
        return FXCollections.unmodifiableObservableList(machines);
    }

    public ReadOnlyObjectProperty<Stage> stage() {
        return stage.getReadOnlyProperty();
    }

    /** Why a run could not begin, with what to do; empty where nothing is wrong. */
    public ReadOnlyStringProperty problem() {
        return problem.getReadOnlyProperty();
    }

    /** Keys that somebody has compared and said to be the machines' own. */
    public Set<String> trusted() {
        return Set.copyOf(trusted);
    }

    /** From the next look on, machines that show these keys are known by them. */
    public void trust(Set<String> fingerprints) {
        trusted.addAll(fingerprints);
    }

    /** What the last run came to, in a line. */
    public String outcome() {
        long good = machines.stream().filter(Machine::isGood).count();
        return switch (stage.get()) {
            case TYPED -> "";
            case LOOKING -> "Looking at the machines; nothing is changed.";
            case LOOKED -> good + " of " + machines.size() + " machines are ready. Nothing was changed so far.";
            case RUNNING -> "Installing; what fails on one machine ends that machine's part.";
            case ENDED ->
                good == machines.size()
                        ? "All " + machines.size() + " machines are as wanted."
                        : good + " of " + machines.size() + " machines are as wanted; the others say why not.";
        };
    }

    /** Whether there is a machine that can be gone on with. */
    public boolean mayInstall() {
        return stage.get() == Stage.LOOKED && machines.stream().anyMatch(Machine::isGood);
    }

    /** What was typed has changed: it has to be looked at anew. */
    public void changed() {
        if (stage.get() == Stage.LOOKED || stage.get() == Stage.ENDED) {
            stage.set(Stage.TYPED);
            machines.clear();
        }
        problem.set("");
    }

    /**
     * Looks at all machines.
     *
     * @param gateway of the network that they are to come into; null where the first one makes its own
     */
    public void look(Wanted wanted, @Nullable Gateway gateway) {
        run(wanted, gateway, Stage.LOOKING, Stage.LOOKED, "Look at machines", runner.check());
    }

    /** Installs nodes on all that are ready. */
    public void install(Wanted wanted, @Nullable Gateway gateway) {
        if (mayInstall()) {
            run(wanted, gateway, Stage.RUNNING, Stage.ENDED, "Install nodes", runner.install());
        }
    }

    private void run(
            Wanted wanted,
            @Nullable Gateway gateway,
            Stage now,
            Stage then,
            String title,
            BiFunction<ProvisionPlan, ProvisionListener, List<HostReport>> act) {
        Stage before = stage.get();
        if (before == Stage.LOOKING || before == Stage.RUNNING) {
            return;
        }
        problem.set("");
        stage.set(now);
        machines.clear();
        Set<String> keys = trusted();
        Job job = work.run(
                title,
                () -> within(directory -> act.apply(plan(wanted, gateway, keys, directory), new Told())),
                reports -> {
                    machines.setAll(Machine.of(reports));
                    stage.set(then);
                },
                why -> {
                    problem.set(why);
                    stage.set(Stage.TYPED);
                });
        job.state().subscribe(state -> {
            if (state == Job.State.CANCELLED) {
                problem.set(
                        "cancelled: look again before anything else; what had begun on a machine may have been done");
                stage.set(Stage.TYPED);
            }
        });
    }

    private interface Task {
        List<HostReport> in(Path directory) throws IOException;
    }

    /** With a directory for what the library reads from files: only the user can look into it, and it goes afterwards. */
    private static List<HostReport> within(Task task) {
        try {
            Path directory = Files.createTempDirectory(
                    "onecopy-provision-",
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            try {
                return task.in(directory);
            } catch (ProvisionException e) {
                throw new IllegalArgumentException(
                        e.said() + "; " + e.code().remedy() + " (" + e.code().code() + ")", e);
            } finally {
                remove(directory);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write what the run needs: " + e.getMessage(), e);
        }
    }

    private static void remove(Path directory) throws IOException {
        try (Stream<Path> all = Files.walk(directory)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }

    private ProvisionPlan plan(Wanted wanted, @Nullable Gateway gateway, Set<String> keys, Path directory)
            throws IOException {
        SshConfig read = SshConfig.read(
                places.home().resolve(".ssh/config"), places.home(), System.getProperty("user.name", "root"));
        SshConfig ssh =
                wanted.user().isBlank() ? read : read.withUser(wanted.user().strip());
        Path inventory = Files.writeString(directory.resolve("machines." + wanted.ending()), wanted.machines() + "\n");
        Files.createDirectories(places.state());
        return new ProvisionPlan(
                Inventory.read(inventory, ssh),
                ssh,
                new Credentials(
                        said(wanted.password()),
                        said(wanted.passphrase()),
                        wanted.keys(),
                        wanted.agent() ? places.agent() : null,
                        said(wanted.sudoPassword())),
                new KnownHosts(places.state().resolve("known_hosts"), false, keys),
                Path.of(wanted.packages().isBlank() ? "." : wanted.packages().strip()),
                wanted.create() || gateway == null ? null : gateway.writeNetworkFile(directory),
                wanted.create(),
                false,
                ProvisionPlan.PARALLEL_MAX,
                places.state().resolve("provision"),
                PATIENCE);
    }

    private static @Nullable String said(String secret) {
        return secret.isEmpty() ? null : secret;
    }

    /** Brings what the library tells to the JavaFX thread. */
    private final class Told implements ProvisionListener {
        @Override
        public void began(String host, String step) {
            work.ui().execute(() -> update(new Machine(host, step, 0, null)));
        }

        @Override
        public void uploaded(String host, long sent, long total) {
            work.ui()
                    .execute(() -> machines.stream()
                            .filter(machine -> machine.host().equals(host))
                            .findFirst()
                            .ifPresent(machine -> update(
                                    new Machine(host, machine.step(), total == 0 ? 1 : (double) sent / total, null))));
        }

        @Override
        public boolean checked(List<HostReport> reports) {
            return true; // people said so before it began
        }
    }

    private void update(Machine machine) {
        if (stage.get() != Stage.LOOKING && stage.get() != Stage.RUNNING) {
            return; // told late
        }
        for (int at = 0; at < machines.size(); at++) {
            if (machines.get(at).host().equals(machine.host())) {
                machines.set(at, machine);
                return;
            }
        }
        machines.add(machine);
    }
}
