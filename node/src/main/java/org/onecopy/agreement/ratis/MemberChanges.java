package org.onecopy.agreement.ratis;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.apache.ratis.client.RaftClient;
import org.apache.ratis.protocol.RaftClientReply;
import org.apache.ratis.protocol.SetConfigurationRequest;
import org.onecopy.agreement.GroupId;
import org.onecopy.agreement.Peer;
import org.onecopy.model.NodeId;
import org.onecopy.model.ProblemCode;
import org.onecopy.problem.ProblemException;

/** Changes of a group's members and of its leader. Each runs on a thread of its own: Ratis blocks until it is agreed. */
final class MemberChanges {
    private final Function<GroupId, RaftClient> newClient;

    MemberChanges(Function<GroupId, RaftClient> newClient) {
        this.newClient = newClient;
    }

    private interface Request {
        RaftClientReply send(RaftClient client) throws IOException;
    }

    /** Refused where the members are no longer {@code current}, so that of two changes at once one is refused (H56). */
    CompletableFuture<Void> change(GroupId group, List<Peer> current, List<Peer> next) {
        return run(group, () -> {
            for (Peer peer : next) {
                boolean known = current.stream().anyMatch(one -> one.node().equals(peer.node()));
                if (!known) {
                    NewMember.await(peer);
                }
            }
            ask(group, "change the members of", changing(current, next));
        });
    }

    /** Ratis refuses a leader of lower priority than another voter: so the priority is raised first. */
    CompletableFuture<Void> transferLeadership(GroupId group, List<Peer> current, NodeId to, Duration patience) {
        return run(group, () -> {
            List<Peer> preferring = preferring(current, to);
            if (!preferring.equals(current)) {
                ask(group, "prefer " + to + " in", changing(current, preferring));
            }
            ask(
                    group,
                    "hand over to " + to + " the lead of",
                    client -> client.admin().transferLeadership(Peers.raft(to), patience.toMillis()));
        });
    }

    /** The members with {@code to} above all other voters; the same list where it is so already. */
    static List<Peer> preferring(List<Peer> current, NodeId to) {
        Peer target = current.stream()
                .filter(peer -> peer.node().equals(to) && peer.role() == Peer.Role.VOTER)
                .findFirst()
                .orElseThrow(() -> new ProblemException(
                        ProblemCode.BAD_REQUEST,
                        "node '" + to + "' is no voter of the group: only a voter can lead it"));
        int highest = current.stream()
                .filter(peer -> peer.role() == Peer.Role.VOTER && !peer.node().equals(to))
                .mapToInt(Peer::priority)
                .max()
                .orElse(0);
        if (target.priority() > highest) {
            return current;
        }
        // Priorities end at 100: where there is no room above, the others come down.
        int lower = highest >= Peer.PRIORITY_MAX ? 1 : 0;
        List<Peer> next = new ArrayList<>();
        for (Peer peer : current) {
            int priority = peer.node().equals(to) ? highest + 1 - lower : Math.max(0, peer.priority() - lower);
            next.add(new Peer(peer.node(), peer.address(), peer.role(), priority));
        }
        return next;
    }

    private static Request changing(List<Peer> current, List<Peer> next) {
        SetConfigurationRequest.Arguments arguments = SetConfigurationRequest.Arguments.newBuilder()
                .setMode(SetConfigurationRequest.Mode.COMPARE_AND_SET)
                .setServersInCurrentConf(Peers.raft(current, Peer.Role.VOTER))
                .setListenersInCurrentConf(Peers.raft(current, Peer.Role.LISTENER))
                .setServersInNewConf(Peers.raft(next, Peer.Role.VOTER))
                .setListenersInNewConf(Peers.raft(next, Peer.Role.LISTENER))
                .build();
        return client -> client.admin().setConfiguration(arguments);
    }

    private void ask(GroupId group, String what, Request request) {
        try (RaftClient client = newClient.apply(group)) {
            RaftClientReply reply = request.send(client);
            if (!reply.isSuccess()) {
                throw new IOException(reply.getException());
            }
        } catch (IOException e) {
            throw new ProblemException(
                    ProblemCode.OUTCOME_UNKNOWN,
                    "could not " + what + " group " + group + " (" + e.getMessage()
                            + "): look at the members, and try again once no other change is under way",
                    e);
        }
    }

    private static CompletableFuture<Void> run(GroupId group, Runnable change) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        Thread.ofVirtual().name("members-" + group).start(() -> {
            try {
                change.run();
                done.complete(null);
            } catch (RuntimeException e) {
                done.completeExceptionally(e);
            }
        });
        return done;
    }
}
