package org.onecopy.cli;

import java.util.List;
import java.util.stream.Collectors;
import org.onecopy.model.api.MembershipView;
import org.onecopy.model.client.AdminClient;
import picocli.CommandLine.Command;

/** {@code onecopy memberships}. */
@Command(name = "memberships", description = "List who agrees on which rules, with roles, leader and indexes.")
final class MembershipsCommand extends AskCommand {
    MembershipsCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    public Integer call() {
        List<MembershipView> memberships = connection.ask(AdminClient::memberships);
        output.print(memberships, () -> table(memberships), "no memberships");
        return ExitCode.OK;
    }

    private static String table(List<MembershipView> memberships) {
        Table table = Table.of("MEMBERSHIP", "RULES", "PEERS", "LEADER", ">TERM", ">COMMITTED", ">APPLIED");
        for (MembershipView membership : memberships) {
            table.row(
                    membership.id(),
                    membership.registry() ? "(registry)" : joined(membership.rules()),
                    membership.peers().stream()
                            .map(peer -> peer.node() + ":" + peer.role().word())
                            .collect(Collectors.joining(",")),
                    membership.leader() == null ? "none" : membership.leader(),
                    membership.term(),
                    membership.committedIndex(),
                    membership.appliedIndex());
        }
        return table.render();
    }

    private static String joined(List<?> items) {
        return items.stream().map(Object::toString).collect(Collectors.joining(","));
    }
}
