package org.onecopy.core.membership;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.onecopy.core.membership.Member.Role;
import org.onecopy.model.NodeId;
import org.onecopy.model.ZoneName;

/** The members of one group, and what they can do when some of them are lost. */
public record Members(List<Member> all) {
    public Members {
        all = all.stream().sorted(Comparator.comparing(Member::node)).toList();
    }

    /** How many vote. */
    public int voters() {
        return (int) all.stream().filter(Member::votes).count();
    }

    /** How many votes agree on something. */
    public int majority() {
        return voters() / 2 + 1;
    }

    /** How many vote and are not lost. */
    public int living(Set<NodeId> lost) {
        return (int) all.stream()
                .filter(member -> member.votes() && !lost.contains(member.node()))
                .count();
    }

    /** How many more of the voters may be lost, whichever they are; negative: so many are missing. */
    public int margin(Set<NodeId> lost) {
        return living(lost) - majority();
    }

    /** Whether those that are not lost can agree. */
    public boolean agree(Set<NodeId> lost) {
        return margin(lost) >= 0;
    }

    /** Those that may lead: the voters of the highest priority that are not lost; empty where nothing can be agreed. */
    public List<NodeId> leaders(Set<NodeId> lost) {
        List<Member> living = all.stream()
                .filter(member -> member.votes() && !lost.contains(member.node()))
                .toList();
        int highest = living.stream().mapToInt(Member::priority).max().orElse(0);
        return agree(lost)
                ? living.stream()
                        .filter(member -> member.priority() == highest)
                        .map(Member::node)
                        .toList()
                : List.of();
    }

    /** The zones of the members. */
    public SortedSet<ZoneName> zones() {
        return all.stream().map(Member::zone).collect(Collectors.toCollection(TreeSet::new));
    }

    /** The members of a zone. */
    public Set<NodeId> of(ZoneName zone) {
        return all.stream()
                .filter(member -> member.zone().equals(zone))
                .map(Member::node)
                .collect(Collectors.toSet());
    }

    /** The zones without any one of which the others could agree on nothing; none where there are no others. */
    public List<ZoneName> indispensable() {
        return zones().size() < 2
                ? List.of()
                : zones().stream().filter(zone -> !agree(of(zone))).toList();
    }

    /** The same with another member. */
    public Members with(Member member) {
        List<Member> more = new ArrayList<>(all);
        more.add(member);
        return new Members(more);
    }

    /** The same without a member; where it voted, a listener of its zone does, if there is one. */
    public Members without(NodeId node) {
        List<Member> rest = new ArrayList<>();
        Member gone = null;
        for (Member member : all) {
            if (member.node().equals(node)) {
                gone = member;
            } else {
                rest.add(member);
            }
        }
        Members others = new Members(rest);
        if (gone == null || !gone.votes()) {
            return others;
        }
        ZoneName zone = gone.zone();
        return rest.stream()
                .filter(member -> member.zone().equals(zone) && !member.votes())
                .findFirst()
                .map(listener -> others.promoted(listener.node()))
                .orElse(others);
    }

    /** Zones each of which can be lost now without stopping anything, and could not after a change: an even split makes some. */
    public List<ZoneName> madeIndispensableBy(Members after) {
        List<ZoneName> before = indispensable();
        return after.indispensable().stream()
                .filter(zone -> !before.contains(zone))
                .toList();
    }

    /** The same with a member that votes no longer. */
    public Members demoted(NodeId node) {
        return new Members(all.stream()
                .map(member -> member.node().equals(node)
                        ? new Member(node, member.zone(), Role.LISTENER, member.priority())
                        : member)
                .toList());
    }

    /** The same with a member that votes, whatever it did before. */
    public Members promoted(NodeId node) {
        return new Members(all.stream()
                .map(member -> member.node().equals(node)
                        ? new Member(node, member.zone(), Role.VOTER, member.priority())
                        : member)
                .toList());
    }
}
