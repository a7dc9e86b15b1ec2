package org.onecopy.console.whatif;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.onecopy.model.ZoneName;
import org.onecopy.model.api.CheckResult;
import org.onecopy.model.api.MembershipView;
import org.onecopy.model.api.PeerRole;

/** The network's own quorum before and after nodes come: which zones could be lost. */
public final class Arrival {
    private Arrival() {}

    /**
     * What changes, a sentence each.
     *
     * @param result not {@code OK} where it is no improvement
     */
    public record Line(CheckResult result, String text) {}

    /**
     * Of nodes that come into a zone.
     *
     * @param registry the network's own group, as it is
     * @param nodes how many come
     */
    public static List<Line> of(MembershipView registry, ZoneName zone, PeerRole role, int nodes) {
        Map<ZoneName, Integer> before = new TreeMap<>();
        registry.peers().stream()
                .filter(peer -> peer.role() != PeerRole.LISTENER)
                .forEach(peer -> before.merge(peer.zone(), 1, Integer::sum));
        Map<ZoneName, Integer> after = new TreeMap<>(before);
        if (role != PeerRole.LISTENER) {
            after.merge(zone, nodes, Integer::sum);
        }
        int was = sum(before);
        int will = sum(after);
        List<Line> lines = new ArrayList<>();
        lines.add(new Line(
                CheckResult.OK,
                "Voters of the network: " + was + " now, " + will + " afterwards. Of them may be lost: " + margin(was)
                        + " now, " + margin(will) + " afterwards."));
        if (will > was && margin(will) == margin(was)) {
            lines.add(new Line(
                    CheckResult.WARN,
                    "An even number of voters bears no more losses than one voter less: make it odd, or let the node"
                            + " listen."));
        }
        after.forEach((lost, voters) -> {
            boolean could = before.containsKey(lost) && goesOn(before, lost);
            boolean can = goesOn(after, lost);
            if (!can || could != can) {
                lines.add(new Line(
                        can ? CheckResult.OK : CheckResult.WARN,
                        "If zone " + lost + " is lost, the network "
                                + (can ? "goes on" : "cannot be changed any more")
                                + (before.containsKey(lost)
                                        ? could == can ? ", as now." : can ? "; now it would not." : "; now it would."
                                        : ".")));
            }
        });
        return lines;
    }

    private static int sum(Map<ZoneName, Integer> voters) {
        return voters.values().stream().mapToInt(Integer::intValue).sum();
    }

    private static int margin(int voters) {
        return Math.max(0, (voters - 1) / 2);
    }

    private static boolean goesOn(Map<ZoneName, Integer> voters, ZoneName lost) {
        int all = sum(voters);
        return all - voters.getOrDefault(lost, 0) > all / 2;
    }
}
