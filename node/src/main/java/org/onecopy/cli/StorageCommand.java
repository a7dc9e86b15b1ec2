package org.onecopy.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.onecopy.model.RuleName;
import org.onecopy.model.ZoneName;
import org.onecopy.model.api.LocationView;
import org.onecopy.model.api.RuleView;
import org.onecopy.model.api.StorageAbilities;
import org.onecopy.model.api.StorageCheck;
import org.onecopy.model.api.StorageJoin;
import org.onecopy.model.api.StorageMeaning;
import org.onecopy.model.api.StorageNote;
import org.onecopy.model.api.StorageReport;
import org.onecopy.model.client.AdminClient;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code onecopy storage}. */
@Command(
        name = "storage",
        mixinStandardHelpOptions = true,
        description = "Try out a zone's storage, or show what storages can do and what joining them means.")
public final class StorageCommand implements Runnable {
    @Spec
    private @Nullable CommandSpec spec;

    private StorageCommand() {}

    /** Tries out the storage that a configuration names, without a node. */
    @FunctionalInterface
    public interface Offline {
        /**
         * Tries it out.
         *
         * @param config the node's configuration
         * @param path of a location; null: the storage's top
         */
        List<StorageReport> verify(Path config, @Nullable String path);
    }

    /** The command with its subcommands. */
    public static CommandLine create(Terminal terminal, Offline offline) {
        return new CommandLine(new StorageCommand())
                .addSubcommand(new Verify(terminal, offline))
                .addSubcommand(new Show(terminal));
    }

    @Override
    public void run() {
        if (spec != null) {
            throw new ParameterException(spec.commandLine(), "name a command: verify or show");
        }
    }

    /** {@code onecopy storage verify}. */
    @Command(
            name = "verify",
            description =
                    "Test credentials, rights, atomicity, clock, space and names of a storage. Leaves nothing there.")
    static final class Verify extends AskCommand {
        private final Offline offline;

        @Option(
                names = "--config",
                paramLabel = "FILE",
                description =
                        "A node's configuration: its storage is tried out from here, whether or not the node runs")
        private @Nullable Path config;

        @Option(
                names = "--zone",
                paramLabel = "NAME",
                description = "A zone of the network: one of its running nodes tries its storage out")
        private @Nullable String zone;

        @Option(
                names = "--path",
                paramLabel = "PATH",
                description =
                        "A location, as in a rule (default: with --zone those of its rules, with --config the storage's"
                                + " top if that is Onecopy's own)")
        private @Nullable String path;

        Verify(Terminal terminal, Offline offline) {
            super(terminal);
            this.offline = offline;
        }

        @Override
        public Integer call() {
            if ((config == null) == (zone == null)) {
                throw new IllegalArgumentException("say either --config FILE or --zone NAME");
            }
            List<StorageReport> reports = config != null
                    ? offline.verify(config, path)
                    : connection.askIn(
                            new ZoneName(Objects.requireNonNull(zone)), client -> client.verifyStorage(path));
            output.print(reports, () -> describe(reports), "zone " + zone + " has no location yet: say --path");
            return reports.stream().allMatch(StorageReport::passed) ? ExitCode.OK : ExitCode.NEGATIVE;
        }

        private static String describe(List<StorageReport> reports) {
            StringBuilder text = new StringBuilder();
            for (StorageReport report : reports) {
                Table table = Table.of("CHECK", "RESULT", "FOUND", "WHAT TO DO");
                for (StorageCheck check : report.checks()) {
                    table.row(check.check(), check.result().word(), check.found(), check.remedy());
                }
                String head = "zone %s (%s %s), location %s, tried by node %s"
                        .formatted(report.zone(), report.type(), report.root(), report.path(), report.node());
                text.append(text.isEmpty() ? "" : "\n")
                        .append(Table.printable(head))
                        .append('\n')
                        .append(table.render());
            }
            return text.toString();
        }
    }

    /** {@code onecopy storage show}. */
    @Command(
            name = "show",
            description = "Show what the zones' storages can do, and what it means that a rule joins them.")
    static final class Show extends AskCommand {
        @Option(names = "--zone", paramLabel = "NAME", description = "Only this zone; may be said several times")
        private List<String> zones = new ArrayList<>();

        @Option(names = "--rule", paramLabel = "NAME", description = "Only the zones of this rule, at its locations")
        private @Nullable String rule;

        Show(Terminal terminal) {
            super(terminal);
        }

        @Override
        public Integer call() {
            if (rule != null && !zones.isEmpty()) {
                throw new IllegalArgumentException("say either --rule or --zone");
            }
            Map<ZoneName, String> wanted = wanted();
            Map<ZoneName, StorageAbilities> found = new LinkedHashMap<>();
            for (Network.Answer<List<StorageAbilities>> answer : connection.askAll(AdminClient::storage)) {
                for (StorageAbilities storage : answer.value()) {
                    String location = wanted.get(storage.zone());
                    boolean better = storage.location().equals(location) || !found.containsKey(storage.zone());
                    if (better && (wanted.isEmpty() || location != null)) {
                        found.put(storage.zone(), storage);
                    }
                }
            }
            for (ZoneName zone : wanted.keySet()) {
                if (!found.containsKey(zone)) {
                    terminal.err()
                            .println("onecopy: left out: no node of zone " + zone + " says what its storage can do");
                }
            }
            StorageJoin join = StorageJoin.of(List.copyOf(found.values()));
            output.print(join, () -> describe(join), "no storages");
            return ExitCode.OK;
        }

        /** The zones to show, with the location of each; empty: all. */
        private Map<ZoneName, String> wanted() {
            Map<ZoneName, String> wanted = new LinkedHashMap<>();
            zones.forEach(zone -> wanted.put(new ZoneName(zone), ""));
            if (rule != null) {
                RuleView view = connection.ask(client -> client.rule(new RuleName(Objects.requireNonNull(rule))));
                for (LocationView location : view.zones()) {
                    wanted.put(location.zone(), location.path());
                }
            }
            return wanted;
        }

        private static String describe(StorageJoin join) {
            if (join.zones().isEmpty()) {
                return "";
            }
            Table storages = Table.of("ZONE", "TYPE", "ROOT", "LOCATION", "NAMES", "PATHS", "TIMES", ">STEPS");
            for (StorageAbilities zone : join.zones()) {
                storages.row(
                        zone.zone(),
                        zone.type(),
                        zone.root(),
                        zone.location(),
                        zone.nameBytesMax() + " bytes"
                                + (zone.illegal().isEmpty() ? "" : ", no '" + zone.illegal() + "'"),
                        zone.pathBytesMax() == Integer.MAX_VALUE ? "any" : zone.pathBytesMax() + " bytes",
                        zone.can("mtimes") ? StorageJoin.step(zone.mtimeStepNanos()) : "not kept",
                        zone.stepsAtOnce());
            }
            return storages.render() + "\n" + matrix(join) + notes(join);
        }

        private static String matrix(StorageJoin join) {
            List<String> head = new ArrayList<>(List.of("ABILITY"));
            join.zones().forEach(zone -> head.add(zone.zone().value().toUpperCase(java.util.Locale.ROOT)));
            Table table = Table.of(head.toArray(String[]::new));
            for (String ability : StorageMeaning.words()) {
                List<String> row = new ArrayList<>(List.of(ability));
                join.zones().forEach(zone -> row.add(zone.can(ability) ? "yes" : "no"));
                table.row(row.toArray());
            }
            return table.render();
        }

        private static String notes(StorageJoin join) {
            Table table = Table.of("SUBJECT", "RESULT", "ZONES", "WHAT IT MEANS");
            for (StorageNote note : join.notes()) {
                table.row(
                        note.subject(),
                        note.result().word(),
                        String.join(
                                ",", note.zones().stream().map(Object::toString).toList()),
                        note.meaning());
            }
            String text = table.render();
            return text.isEmpty() ? "" : "\n" + text;
        }
    }
}
