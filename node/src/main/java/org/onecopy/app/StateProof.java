package org.onecopy.app;

import java.util.UUID;
import org.onecopy.admin.events.EventLog;
import org.onecopy.admin.events.NewEvent;
import org.onecopy.agreement.FailStop;
import org.onecopy.network.HashKeeper;
import org.onecopy.network.Memberships;

/** What this node does where the states of a membership's nodes are found to differ (R8). */
record StateProof(Memberships memberships, EventLog events, FailStop failStop) implements HashKeeper.Observer {
    @Override
    public void diverged(UUID membership, long before, long same) {
        String what = "the state of membership " + membership + " before entry " + before
                + " is not that of the majority of its voters";
        memberships.noteDiverged(membership, same);
        events.append(NewEvent.error(
                "state-diverged",
                what + ": the node stops, and when it is started again it begins from before entry " + same
                        + "; check its disk and memory"));
        failStop.halt("go on: " + what, new IllegalStateException(what));
    }

    @Override
    public void undecided(UUID membership, long before) {
        events.append(NewEvent.error(
                "state-undecided",
                "the nodes of membership " + membership + " have different states before entry " + before
                        + ", and none has a majority: its rules rest on this node; ask for help before you go on"));
    }
}
