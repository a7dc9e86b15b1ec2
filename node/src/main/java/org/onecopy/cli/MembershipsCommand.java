package org.onecopy.cli;

import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.onecopy.model.NodeId;
import org.onecopy.model.ProblemCode;
import org.onecopy.model.RuleName;
import org.onecopy.model.ZoneName;
import org.onecopy.model.api.MembershipEdit;
import org.onecopy.model.api.MembershipView;
import org.onecopy.model.api.PeerView;
import org.onecopy.model.client.AdminClient;
import org.onecopy.problem.ProblemException;
import picocli.CommandLine;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code onecopy memberships}. */
@Command(
        name = "memberships",
        description = "List who agrees on which rules, with roles, leader and indexes; show one, change who votes.")
final class MembershipsCommand extends AskCommand {
    MembershipsCommand(Terminal terminal) {
        super(terminal);
    }

    static CommandLine create(Terminal terminal) {
        return new CommandLine(new MembershipsCommand(terminal))
                .addSubcommand(new Show(terminal))
                .addSubcommand(new Edit(terminal));
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

    /** {@code onecopy memberships show}. */
    @Command(
            name = "show",
            description = "Show the members of one membership: role, priority, when they last answered.")
    static final class Show extends AskCommand {
        @Parameters(paramLabel = "RULE|ID", description = "A rule, or a membership's id")
        private String name = "";

        Show(Terminal terminal) {
            super(terminal);
        }

        @Override
        public Integer call() {
            UUID id = connection.ask(client -> idOf(client, name));
            MembershipView found = connection.ask(client -> client.memberships().stream()
                    .filter(membership -> membership.id().equals(id))
                    .findFirst()
                    .orElseThrow(() -> new ProblemException(
                            ProblemCode.MEMBERSHIP_UNKNOWN,
                            "the node that answers takes no part in a membership " + id
                                    + ": ask a node of its zones (--url), or see 'onecopy memberships'")));
            output.print(found, () -> describe(found), "");
            return ExitCode.OK;
        }
    }

    /** {@code onecopy memberships edit}. */
    @Command(
            name = "edit",
            description =
                    "Change one thing about who votes on a rule's changes, or who leads. All rules of the membership are concerned.")
    static final class Edit extends AskCommand {
        @Parameters(paramLabel = "RULE|ID", description = "A rule, or a membership's id")
        private String name = "";

        @ArgGroup(multiplicity = "1")
        private Change change = new Change();

        @Option(
                names = "--accept-even-split",
                description = "Also where losing one zone would stop all changes then, and would not now")
        private boolean acceptEvenSplit;

        /** One of these. */
        static final class Change {
            @Option(
                    names = "--add-witness",
                    paramLabel = "NODE",
                    description = "This node without storage votes, once it has caught up")
            private @Nullable String witness;

            @Option(names = "--voter", paramLabel = "NODE", description = "This member votes, once it has caught up")
            private @Nullable String voter;

            @Option(names = "--listener", paramLabel = "NODE", description = "This member votes no longer")
            private @Nullable String listener;

            @Option(names = "--preferred-zone", paramLabel = "ZONE", description = "The leader lives here if it can")
            private @Nullable String preferred;

            MembershipEdit edit(boolean acceptEvenSplit) {
                return new MembershipEdit(
                        node(witness),
                        node(voter),
                        node(listener),
                        preferred == null ? null : new ZoneName(preferred),
                        acceptEvenSplit ? true : null);
            }

            private static @Nullable NodeId node(@Nullable String text) {
                return text == null ? null : new NodeId(text);
            }
        }

        Edit(Terminal terminal) {
            super(terminal);
        }

        @Override
        public Integer call() {
            MembershipEdit edit = change.edit(acceptEvenSplit);
            UUID id = connection.ask(client -> idOf(client, name));
            MembershipView edited = connection.change(client -> client.editMembership(id, edit));
            output.print(edited, () -> describe(edited), "");
            Warnings.print(
                    terminal,
                    connection.ask(AdminClient::rules).stream()
                            .filter(rule -> rule.membership().equals(id))
                            .flatMap(rule -> rule.warnings().stream())
                            .distinct()
                            .toList());
            return ExitCode.OK;
        }
    }

    /** What is no id is a rule's name. */
    private static UUID idOf(AdminClient client, String name) {
        try {
            return UUID.fromString(name);
        } catch (IllegalArgumentException e) {
            return client.rule(new RuleName(name)).membership();
        }
    }

    private static String describe(MembershipView membership) {
        Table facts = Table.of("", "")
                .row("membership", membership.id())
                .row("rules", membership.registry() ? "(registry)" : joined(membership.rules()))
                .row("leader", membership.leader() == null ? "none" : membership.leader())
                .row("term", membership.term())
                .row("committed", membership.committedIndex())
                .row("applied", membership.appliedIndex());
        Table peers = Table.of("NODE", "ZONE", "ROLE", ">PRIORITY", ">SEEN", "ADDRESS");
        for (PeerView peer : membership.peers()) {
            boolean leads = peer.node().equals(membership.leader());
            peers.row(
                    peer.node() + (leads ? "*" : ""),
                    peer.zone(),
                    peer.role().word(),
                    peer.priority(),
                    leads ? "leads" : peer.silenceSeconds() == null ? "-" : seconds(peer.silenceSeconds()),
                    peer.address());
        }
        return facts.render().stripLeading() + "\n" + peers.render();
    }

    private static String joined(List<?> items) {
        return items.stream().map(Object::toString).collect(Collectors.joining(","));
    }
}
