package org.onecopy.admin;

import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.onecopy.model.NodeId;
import org.onecopy.model.ProblemCode;
import org.onecopy.model.TimeoutProfile;
import org.onecopy.model.ZoneName;
import org.onecopy.model.api.AddressChange;
import org.onecopy.model.api.AddressOutcome;
import org.onecopy.model.api.Addresses;
import org.onecopy.model.api.JoinAnswer;
import org.onecopy.model.api.JoinRequest;
import org.onecopy.model.api.LevelSpec;
import org.onecopy.model.api.LevelView;
import org.onecopy.model.api.TicketSpec;
import org.onecopy.model.api.TicketView;
import org.onecopy.model.api.TimeoutsSpec;
import org.onecopy.model.api.TimeoutsView;
import org.onecopy.model.api.ZoneSpec;
import org.onecopy.problem.ProblemException;

/** A stand-in's part about who belongs to the network: it knows node lyon-1, zones oslo and kyoto, and no tickets. */
record FakeInduction(Collection<NodeId> retiredNodes) implements InductionService {
    @Override
    public LevelView level() {
        return new LevelView(1, 1, List.of());
    }

    @Override
    public LevelView raiseLevel(LevelSpec spec) {
        throw new ProblemException(ProblemCode.FEATURE_LEVEL, "a stand-in has one level");
    }

    @Override
    public TimeoutsView timeouts() {
        return new TimeoutsView(null, false, TimeoutProfile.LAN, List.of(), List.of());
    }

    @Override
    public TimeoutsView setTimeouts(TimeoutsSpec spec) {
        return new TimeoutsView(spec.profile(), true, TimeoutProfile.LAN, List.of(), List.of());
    }

    @Override
    public List<TicketView> tickets() {
        return List.of();
    }

    @Override
    public TicketView makeTicket(TicketSpec spec) {
        throw new ProblemException(ProblemCode.NOT_AUTHORITY, "a stand-in admits nobody");
    }

    @Override
    public void revokeTicket(UUID id) {
        throw new ProblemException(ProblemCode.TICKET_INVALID, "a stand-in has no tickets");
    }

    @Override
    public JoinAnswer admit(JoinRequest request) {
        throw new ProblemException(ProblemCode.TICKET_INVALID, "a stand-in has no tickets");
    }

    @Override
    public void replace(NodeId old, NodeId by) {
        if (!old.equals(new NodeId("lyon-1"))) {
            throw new ProblemException(ProblemCode.NODE_UNKNOWN, "a stand-in has no nodes");
        }
    }

    @Override
    public void leave(NodeId node) {
        if (!node.equals(new NodeId("lyon-1"))) {
            throw new ProblemException(ProblemCode.LAST_VOTER, "a stand-in is alone");
        }
    }

    @Override
    public AddressOutcome move(NodeId node, AddressChange change) {
        if (!node.equals(new NodeId("lyon-1"))) {
            throw new ProblemException(ProblemCode.NODE_UNKNOWN, "a stand-in has no nodes");
        }
        return new AddressOutcome(node, new Addresses("h:1", "h:2", "h:3"), true);
    }

    @Override
    public void addZone(ZoneSpec zone) {
        if (zone.zone().equals(new ZoneName("oslo"))) {
            throw new ProblemException(ProblemCode.ZONE_EXISTS, "there is a zone oslo already");
        }
    }

    @Override
    public void removeZone(ZoneName zone) {
        if (zone.equals(new ZoneName("kyoto"))) {
            throw new ProblemException(ProblemCode.ZONE_IN_USE, "zone kyoto is part of demo");
        }
    }

    @Override
    public void retire(NodeId node) {
        if (node.equals(new NodeId("lyon-1"))) {
            retiredNodes.add(node);
            return;
        }
        throw new ProblemException(ProblemCode.NODE_UNKNOWN, "a stand-in has no nodes");
    }
}
