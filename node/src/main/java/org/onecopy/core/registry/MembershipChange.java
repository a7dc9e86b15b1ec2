package org.onecopy.core.registry;

import org.onecopy.model.NodeId;
import org.onecopy.model.ZoneName;

/** One change of a membership's members. */
public sealed interface MembershipChange {
    /** A node without storage votes here; it comes late where it is no member yet. */
    record AddWitness(NodeId node) implements MembershipChange {}

    /** A member votes. */
    record Promote(NodeId node) implements MembershipChange {}

    /** A member votes no longer. */
    record Demote(NodeId node) implements MembershipChange {}

    /** A member of the zone of a voter that has fallen silent votes in its place, and leads as readily; the silent one listens. */
    record Relieve(NodeId silent, NodeId by) implements MembershipChange {}

    /** The voters of this zone rather lead than those of others. */
    record Prefer(ZoneName zone) implements MembershipChange {}
}
