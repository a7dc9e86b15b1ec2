package org.onecopy.cli;

import java.util.List;
import org.onecopy.model.RuleName;
import org.onecopy.model.ZoneName;
import org.onecopy.model.api.GuardView;
import org.onecopy.model.client.AdminClient;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code onecopy guard}. */
@Command(name = "guard", description = "Show the guard against mass deletes, overwrites and truncations.")
final class GuardCommand extends AskCommand {
    GuardCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    public Integer call() {
        List<GuardView> guards = connection.ask(AdminClient::guard);
        output.print(guards, () -> table(guards), "no rules, so nothing is guarded");
        return ExitCode.OK;
    }

    static String table(List<GuardView> guards) {
        Table table = Table.of("RULE", "ZONE", "STATE", ">COUNTED", ">LIMIT", ">HELD", "SINCE");
        for (GuardView guard : guards) {
            table.row(
                    guard.rule(),
                    guard.zone(),
                    guard.state().word(),
                    guard.counted(),
                    guard.limit(),
                    guard.heldOperations(),
                    guard.since());
        }
        return table.render();
    }

    /** What {@code release} and {@code reject} share. */
    abstract static class Decision extends AskCommand {
        @Parameters(paramLabel = "RULE", index = "0")
        private String rule = "";

        @Parameters(paramLabel = "ZONE", index = "1")
        private String zone = "";

        Decision(Terminal terminal) {
            super(terminal);
        }

        abstract GuardView decide(AdminClient client, RuleName rule, ZoneName zone);

        @Override
        public Integer call() {
            GuardView guard = connection.change(client -> decide(client, new RuleName(rule), new ZoneName(zone)));
            output.print(guard, () -> table(List.of(guard)), "");
            return ExitCode.OK;
        }
    }

    /** {@code onecopy guard release RULE ZONE}. */
    @Command(name = "release", description = "Let the held operations go on: what was done in the zone was meant.")
    static final class Release extends Decision {
        Release(Terminal terminal) {
            super(terminal);
        }

        @Override
        GuardView decide(AdminClient client, RuleName rule, ZoneName zone) {
            return client.releaseGuard(rule, zone);
        }
    }

    /** {@code onecopy guard reject RULE ZONE}. */
    @Command(name = "reject", description = "Drop the held operations and fetch the files into the zone again.")
    static final class Reject extends Decision {
        Reject(Terminal terminal) {
            super(terminal);
        }

        @Override
        GuardView decide(AdminClient client, RuleName rule, ZoneName zone) {
            return client.rejectGuard(rule, zone);
        }
    }
}
