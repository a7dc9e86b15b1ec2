package org.onecopy.app;

import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.onecopy.core.membership.Member;
import org.onecopy.core.membership.Member.Role;
import org.onecopy.core.membership.Members;
import org.onecopy.core.membership.Remedy;
import org.onecopy.model.NodeId;
import org.onecopy.model.ZoneName;
import org.onecopy.model.api.RemedyView;
import org.onecopy.model.api.WarningView;

/** What an administrator is told to do so that losing something stops less, with the commands that do it. */
final class Advice {
    private static final String JOIN = "onecopy network join TICKET --config FILE";

    private final GroupMembers groups;

    Advice(GroupMembers groups) {
        this.groups = groups;
    }

    /** For the registry a witness is a node of a further zone; storage does not matter. */
    RemedyView ofRegistry() {
        return new RemedyView(
                "bring in a node of another zone, a witness is enough (storage: {type: none}), at a place that is not lost with the others",
                List.of("onecopy network ticket --zone PLACE --role witness", JOIN));
    }

    /** For the rules of a membership. */
    RemedyView of(Remedy remedy, UUID membership, Members members) {
        return switch (remedy) {
            case Remedy.Promote promote ->
                new RemedyView(
                        "let node " + promote.listener() + " vote, which only listens",
                        List.of("onecopy memberships edit " + membership + " --voter " + promote.listener()));
            case Remedy.SecondNode second ->
                new RemedyView(
                        "bring in a second node of zone " + second.zone() + ", which takes over when the first is lost",
                        List.of("onecopy network ticket --zone " + second.zone(), JOIN));
            case Remedy.Witness ignored -> witness(membership, members);
        };
    }

    /** What the loss of one zone would stop, of the rules of a membership. */
    List<WarningView> warnings(UUID membership) {
        Members members = groups.wantedOf(membership);
        List<ZoneName> needed = members.indispensable();
        if (needed.isEmpty()) {
            return List.of();
        }
        RemedyView remedy = Remedy.find(members, members.of(needed.getFirst()), true)
                .map(found -> of(found, membership, members))
                .orElse(null);
        return List.of(warning(needed, "every change of the rule", remedy));
    }

    /** What the loss of one zone would stop of the network itself, once the nodes of a ticket have come. */
    List<WarningView> warnings(ZoneName zone, Role role, int uses) {
        Members members = groups.wantedOfRegistry();
        for (int i = 0; i < uses && role != Role.LISTENER; i++) {
            members = members.with(new Member(new NodeId("to-come-" + i), zone, role, 0));
        }
        List<ZoneName> needed = role == Role.LISTENER ? List.of() : members.indispensable();
        if (needed.isEmpty()) {
            return List.of();
        }
        boolean helps =
                Remedy.find(members, members.of(needed.getFirst()), false).isPresent();
        return List.of(warning(
                needed, "all changes of the network itself (rules, nodes, users)", helps ? ofRegistry() : null));
    }

    private static WarningView warning(List<ZoneName> needed, String what, @Nullable RemedyView remedy) {
        String zones = needed.stream().map(zone -> "zone " + zone).collect(Collectors.joining(" or "));
        return new WarningView(
                "losing " + zones + " would stop " + what + " until it is there again"
                        + (remedy == null ? "" : "; " + remedy.message()),
                remedy == null ? List.of() : remedy.commands());
    }

    private RemedyView witness(UUID membership, Members members) {
        NodeId spare = groups.spareWitness(members);
        String add = "onecopy memberships edit " + membership + " --add-witness ";
        return spare != null
                ? new RemedyView("let witness " + spare + " vote here too", List.of(add + spare))
                : new RemedyView(
                        "add a witness at a third place: a node without storage (storage: {type: none}) that votes and holds no data",
                        List.of("onecopy network ticket --zone PLACE --role witness", JOIN, add + "NODE"));
    }
}
