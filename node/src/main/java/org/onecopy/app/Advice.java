package org.onecopy.app;

import java.util.List;
import java.util.UUID;
import org.onecopy.core.membership.Members;
import org.onecopy.core.membership.Remedy;
import org.onecopy.model.NodeId;
import org.onecopy.model.api.RemedyView;

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
