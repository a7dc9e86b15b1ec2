package org.onecopy.core.membership;

import java.util.Comparator;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.onecopy.core.membership.Member.Role;
import org.onecopy.model.NodeId;
import org.onecopy.model.ZoneName;

/** One change, made beforehand, that would help when something is lost. */
public sealed interface Remedy {
    /** A listener votes. */
    record Promote(NodeId listener) implements Remedy {
        @Override
        public Members after(Members members) {
            return members.promoted(listener);
        }
    }

    /** A witness comes, in a zone that has no member yet. */
    record Witness() implements Remedy {
        @Override
        public Members after(Members members) {
            String name = "witness";
            while (isTaken(members, name)) {
                name += "-x";
            }
            return members.with(new Member(new NodeId(name), new ZoneName(name), Role.WITNESS, 0));
        }

        private static boolean isTaken(Members members, String name) {
            return members.all().stream()
                    .anyMatch(member -> member.node().value().equals(name)
                            || member.zone().value().equals(name));
        }
    }

    /** Another node comes into a zone, which takes over where its only one is lost. It listens. */
    record SecondNode(ZoneName zone) implements Remedy {
        @Override
        public Members after(Members members) {
            return members;
        }
    }

    /** The members after it, as far as they vote. */
    Members after(Members members);

    /**
     * The one change after which those that are left can agree. Of several, the one after which most zones may be lost, each alone; then
     * a promotion, which needs no new machine. One more vote helps only where their number is even, and then no zone alone may be lost
     * less easily than before.
     *
     * @param promotes whether a listener can be made a voter
     * @return empty where they can agree as it is, or no single change helps
     */
    static Optional<Remedy> find(Members members, Set<NodeId> lost, boolean promotes) {
        if (members.agree(lost)) {
            return Optional.empty();
        }
        Stream<Remedy> promotions = members.all().stream()
                .filter(member -> promotes && !member.votes() && !lost.contains(member.node()))
                .map(member -> new Promote(member.node()));
        return Stream.concat(promotions, Stream.of(new Witness()))
                .filter(remedy -> remedy.after(members).agree(lost))
                .min(Comparator.comparingInt(
                        remedy -> remedy.after(members).indispensable().size()));
    }
}
