package org.onecopy.app.recovery;

import java.util.List;
import java.util.UUID;
import org.onecopy.model.NodeId;
import org.onecopy.model.ZoneName;

/**
 * How a node stands that does not run: what a plan is made from. The form of the file that {@code onecopy recover standing} writes.
 *
 * @param format of this form, {@link #FORMAT}
 * @param network the network's id
 * @param incarnation of the network, as this node knows it
 * @param authority whether it holds the network's signing key
 * @param lost the nodes that were said to be lost, in the order of names
 * @param nodes the network's nodes, as this node knows them
 * @param memberships the network's memberships, as this node knows them
 * @param registry where its log of the registry ends
 * @param held the memberships that it takes part in
 */
record Survivor(
        int format,
        UUID network,
        NodeId node,
        ZoneName zone,
        int incarnation,
        boolean authority,
        List<NodeId> lost,
        List<Known> nodes,
        List<Rules> memberships,
        Group registry,
        List<Group> held) {
    static final int FORMAT = 1;

    Survivor {
        lost = List.copyOf(lost);
        nodes = List.copyOf(nodes);
        memberships = List.copyOf(memberships);
        held = List.copyOf(held);
    }

    /** A node of the network. */
    record Known(NodeId node, ZoneName zone) {}

    /** A membership of the network, with the names of its rules. */
    record Rules(UUID id, List<String> rules) {
        Rules {
            rules = List.copyOf(rules);
        }
    }

    /**
     * Where the log of a group ends.
     *
     * @param incarnation of the group
     * @param voters the last that the log names
     * @param alone what none but the lost hold, by rule
     */
    record Group(UUID id, int incarnation, long term, long index, List<NodeId> voters, List<Alone> alone) {
        Group {
            voters = List.copyOf(voters);
            alone = List.copyOf(alone);
        }

        /** Whether its log goes at least as far: by term, then by index, as an election compares them. */
        boolean isAtLeast(Group other) {
            return term > other.term || (term == other.term && index >= other.index);
        }
    }

    /**
     * What of a rule none but lost zones hold, as far as is agreed.
     *
     * @param contents how many
     * @param paths some of them
     */
    record Alone(String rule, long contents, long bytes, List<String> paths) {
        Alone {
            paths = List.copyOf(paths);
        }
    }
}
