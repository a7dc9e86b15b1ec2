package org.onecopy.installers.provisioning.cli;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.onecopy.installers.provisioning.HostReport;
import org.onecopy.installers.provisioning.Inventory;
import org.onecopy.installers.provisioning.ProvisionPlan;
import org.onecopy.installers.provisioning.Provisioning;
import org.onecopy.installers.provisioning.SshConfig;
import org.onecopy.model.DurationText;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code onecopy provision}. */
@Command(
        name = "provision",
        mixinStandardHelpOptions = true,
        description = "Bring nodes onto machines over SSH: check, install, upgrade, uninstall.",
        footer = {
            "",
            "Exit codes:",
            "  0   every machine is as wanted",
            "  1   something stands against a machine, or failed there; the others were gone on with",
            "  2   the command, or a file it was given, is wrong; nothing was changed",
            "  69  no node of the network answers; nothing was changed",
            "  70  a fault of Onecopy"
        })
final class ProvisionCommand implements Runnable {
    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public void run() {
        if (spec != null) {
            throw new ParameterException(spec.commandLine(), "name a command: check, install, upgrade or uninstall");
        }
    }

    /** What all of them have. */
    @Command(mixinStandardHelpOptions = true)
    abstract static class Act implements Callable<Integer> {
        final Surroundings surroundings;

        @Mixin
        final LoginOptions login;

        @Option(
                names = {"-i", "--inventory"},
                paramLabel = "FILE",
                required = true,
                description = "The machines, as YAML or CSV")
        private Path inventory = Path.of("");

        @Option(
                names = "--network",
                paramLabel = "FILE",
                description = "Network file of the network that they belong to, or come into (or $ONECOPY_NETWORK)")
        private @Nullable Path network;

        @Option(names = "--parallel", paramLabel = "N", description = "How many machines at once, 1 to 20")
        private @Nullable Integer parallel;

        @Option(
                names = "--transcripts",
                paramLabel = "DIR",
                description = "A file for each machine with all that was done there (default: ./onecopy-provision)")
        private Path transcripts = Path.of("onecopy-provision");

        @Option(
                names = {"-o", "--output"},
                paramLabel = "FORMAT",
                defaultValue = "TABLE",
                description = "table, json or yaml (default: table)")
        private Reports.Format format = Reports.Format.TABLE;

        @Option(
                names = {"-q", "--quiet"},
                description = "Do not tell each step")
        private boolean quiet;

        private boolean declined;

        Act(Surroundings surroundings) {
            this.surroundings = surroundings;
            this.login = new LoginOptions(surroundings);
        }

        Path packages() {
            return Path.of(".");
        }

        boolean create() {
            return false;
        }

        boolean purge() {
            return false;
        }

        /** Whether nobody is to be asked. */
        boolean isAgreed() {
            return true;
        }

        int usualParallel() {
            return ProvisionPlan.PARALLEL_MAX;
        }

        Duration patience() {
            return Duration.ofMinutes(3);
        }

        /** What is asked before anything is changed. */
        String question(long machines) {
            return "go on with " + machines + (machines == 1 ? " machine?" : " machines?");
        }

        abstract List<HostReport> act(Provisioning provisioning);

        @Override
        public Integer call() {
            SshConfig ssh = login.ssh();
            String variable = surroundings.variable("ONECOPY_NETWORK");
            Path file = network != null || variable == null || create() ? network : Path.of(variable);
            ProvisionPlan plan = new ProvisionPlan(
                    Inventory.read(inventory, ssh),
                    ssh,
                    login.credentials(),
                    login.known(),
                    packages(),
                    file,
                    create(),
                    purge(),
                    parallel == null ? usualParallel() : parallel,
                    transcripts,
                    patience());
            declined = false;
            List<HostReport> reports = act(new Provisioning(plan, new ProgressLines(surroundings, quiet, this::goOn)));
            surroundings.out().print(Reports.render(reports, format));
            surroundings.out().flush();
            return !declined && reports.stream().allMatch(HostReport::isGood) ? 0 : 1;
        }

        private boolean goOn(List<HostReport> reports) {
            long ready = reports.stream().filter(HostReport::isGood).count();
            if (isAgreed() || ready == 0) {
                return true;
            }
            surroundings.err().print(Reports.table(reports));
            declined = !surroundings.confirms(question(ready));
            return !declined;
        }
    }

    /** Those that put a package there. */
    abstract static class WithPackage extends Act {
        @Option(
                names = "--package",
                paramLabel = "PATH",
                description = "A package, or a directory with packages of which each machine gets its own"
                        + " (default: installers/target/packages, where ./onecopy package puts them)")
        private @Nullable Path packages;

        @Option(
                names = "--wait",
                paramLabel = "TIME",
                description = "How long a started node may take until it has caught up (default: 3m)")
        private @Nullable String wait;

        WithPackage(Surroundings surroundings) {
            super(surroundings);
        }

        @Override
        Path packages() {
            String root = System.getProperty("onecopy.root");
            if (packages != null) {
                return packages;
            }
            // An installed program has none of its own.
            return root == null ? Path.of(".") : Path.of(root).resolve("installers/target/packages");
        }

        @Override
        Duration patience() {
            return wait == null ? super.patience() : DurationText.parse(wait);
        }
    }

    /** {@code onecopy provision check}. */
    @Command(name = "check", description = "Look at all machines, and change nothing.")
    static final class Check extends WithPackage {
        Check(Surroundings surroundings) {
            super(surroundings);
        }

        @Override
        List<HostReport> act(Provisioning provisioning) {
            return provisioning.check();
        }
    }

    /** {@code onecopy provision install}. */
    @Command(
            name = "install",
            description =
                    "Install the package, set each node up, bring it into the network, and wait until it has caught up."
                            + " Safe to run again; what failed on a machine is undone there.")
    static final class Install extends WithPackage {
        @Option(names = "--create", description = "The first machine makes the network, and the others join it")
        private boolean create;

        @Option(
                names = {"-y", "--yes"},
                description = "Do not ask before anything is changed")
        private boolean yes;

        Install(Surroundings surroundings) {
            super(surroundings);
        }

        @Override
        boolean create() {
            return create;
        }

        @Override
        boolean isAgreed() {
            return yes;
        }

        @Override
        List<HostReport> act(Provisioning provisioning) {
            return provisioning.install();
        }
    }

    /** {@code onecopy provision upgrade}. */
    @Command(
            name = "upgrade",
            description =
                    "Put the package in the place of another version, one machine after the other; each node is waited for.")
    static final class Upgrade extends WithPackage {
        @Option(
                names = {"-y", "--yes"},
                description = "Do not ask before anything is changed")
        private boolean yes;

        Upgrade(Surroundings surroundings) {
            super(surroundings);
        }

        @Override
        boolean isAgreed() {
            return yes;
        }

        @Override
        int usualParallel() {
            return 1;
        }

        @Override
        List<HostReport> act(Provisioning provisioning) {
            return provisioning.upgrade();
        }
    }

    /** {@code onecopy provision uninstall}. */
    @Command(
            name = "uninstall",
            description = "Take the program away. Configuration, key and log stay, unless --purge is said.")
    static final class Uninstall extends Act {
        @Option(
                names = "--purge",
                description =
                        "Take configuration, key and log away, too: the node can never come back. With --network it is taken out of the network first")
        private boolean purge;

        @Option(
                names = {"-y", "--yes"},
                description = "Do not ask before anything is changed")
        private boolean yes;

        Uninstall(Surroundings surroundings) {
            super(surroundings);
        }

        @Override
        boolean purge() {
            return purge;
        }

        @Override
        boolean isAgreed() {
            return yes;
        }

        @Override
        int usualParallel() {
            return purge ? 1 : super.usualParallel();
        }

        @Override
        String question(long machines) {
            return purge
                    ? "take " + machines + " nodes away for good, with their keys and logs?"
                    : "take the program away from " + machines + (machines == 1 ? " machine?" : " machines?");
        }

        @Override
        List<HostReport> act(Provisioning provisioning) {
            return provisioning.uninstall();
        }
    }
}
