package org.onecopy.app.recovery;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.onecopy.model.NodeId;

/**
 * What every survivor is to do: the form of the file that {@code onecopy recover plan} writes.
 *
 * @param format of this form, {@link #FORMAT}
 * @param incarnation that begins
 * @param made when, by the clock of whoever planned
 * @param lost the nodes that are part of the network no more
 * @param survivors the nodes that go on, which have to do their part
 * @param registry how the registry's group begins anew
 * @param groups the memberships that begin anew
 * @param kept the memberships in which a majority of the voters is left
 * @param alone what none but the lost held, by rule
 * @param warnings what to know before
 */
record RecoveryPlan(
        int format,
        UUID network,
        int incarnation,
        Instant made,
        List<NodeId> lost,
        List<NodeId> survivors,
        Anew registry,
        List<Anew> groups,
        List<UUID> kept,
        List<Survivor.Alone> alone,
        List<String> warnings) {
    static final int FORMAT = 1;

    RecoveryPlan {
        lost = List.copyOf(lost);
        survivors = List.copyOf(survivors);
        groups = List.copyOf(groups);
        kept = List.copyOf(kept);
        alone = List.copyOf(alone);
        warnings = List.copyOf(warnings);
    }

    /**
     * A group that begins anew.
     *
     * @param now its identity from now on
     * @param seed the survivor that begins it alone, because its log is the longest
     * @param incarnation of the group that begins
     * @param term of that log's last entry
     * @param index of that log's last entry
     * @param rules whose log it is; none for the registry
     */
    record Anew(UUID before, UUID now, NodeId seed, int incarnation, long term, long index, List<String> rules) {
        Anew {
            rules = List.copyOf(rules);
        }
    }
}
