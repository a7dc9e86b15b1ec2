package org.onecopy.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import org.apache.ratis.client.RaftClient;
import org.apache.ratis.conf.RaftProperties;
import org.apache.ratis.protocol.Message;
import org.apache.ratis.protocol.RaftClientReply;
import org.apache.ratis.protocol.RaftGroup;
import org.apache.ratis.protocol.RaftGroupId;
import org.apache.ratis.protocol.RaftPeer;
import org.apache.ratis.server.RaftServer;
import org.apache.ratis.server.protocol.TermIndex;
import org.apache.ratis.statemachine.TransactionContext;
import org.apache.ratis.statemachine.impl.BaseStateMachine;
import org.apache.ratis.thirdparty.com.google.protobuf.UnsafeByteOperations;
import org.onecopy.agreement.ratis.RatisSettings;
import org.onecopy.agreement.ratis.ServerProperties;

/**
 * A process with the bare consensus library: the settings of a node, no TLS, and a state that only counts. The first member leads, and
 * measures what it is told to: each line of its input is a number of entries to agree, one after the other, and is answered by a line
 * with their milliseconds.
 */
public final class BareMember {
    private static final RaftGroupId GROUP = RaftGroupId.valueOf(new UUID(0, 1));
    private static final long LOOK_NANOS = 50_000_000;

    private BareMember() {}

    private static final class Counting extends BaseStateMachine {
        @Override
        public CompletableFuture<Message> applyTransaction(TransactionContext context) {
            var entry = context.getLogEntry();
            updateLastAppliedTermIndex(TermIndex.valueOf(entry));
            return CompletableFuture.completedFuture(Message.EMPTY);
        }
    }

    /** @param args directory, which of the addresses is the own one, bytes of an entry, and the addresses */
    public static void main(String[] args) throws IOException {
        int own = Integer.parseInt(args[1]);
        List<RaftPeer> peers = new ArrayList<>();
        for (int i = 3; i < args.length; i++) {
            peers.add(RaftPeer.newBuilder()
                    .setId("m" + (i - 3))
                    .setAddress(args[i])
                    .setPriority(i == 3 ? 1 : 0)
                    .build());
        }
        String address = args[3 + own];
        int colon = address.lastIndexOf(':');
        RaftProperties properties = ServerProperties.of(RatisSettings.of(
                Path.of(args[0]),
                address.substring(0, colon),
                Integer.parseInt(address.substring(colon + 1)),
                RatisSettings.Profile.LAN));
        RaftGroup group = RaftGroup.valueOf(GROUP, peers);
        RaftServer server = RaftServer.newBuilder()
                .setServerId(peers.get(own).getId())
                .setGroup(group)
                .setProperties(properties)
                .setStateMachine(new Counting())
                .build();
        server.start();
        BufferedReader orders = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        if (own != 0) {
            while (orders.readLine() != null) {
                // It is told nothing; the end of its input is its own.
            }
        } else {
            while (!server.getDivision(GROUP).getInfo().isLeaderReady()) {
                LockSupport.parkNanos(LOOK_NANOS);
            }
            try (RaftClient client = RaftClient.newBuilder()
                    .setRaftGroup(group)
                    .setLeaderId(peers.getFirst().getId())
                    .setProperties(properties)
                    .build()) {
                System.out.println("ready");
                for (String line = orders.readLine(); line != null; line = orders.readLine()) {
                    System.out.println(round(client, Integer.parseInt(line.strip()), Integer.parseInt(args[2])));
                }
            }
        }
        Runtime.getRuntime().halt(0);
    }

    private static String round(RaftClient client, int entries, int bytes) {
        StringBuilder millis = new StringBuilder("ms");
        Message message = Message.valueOf(UnsafeByteOperations.unsafeWrap(new byte[bytes]));
        for (int i = 0; i < entries; i++) {
            long start = System.nanoTime();
            RaftClientReply reply = client.async().send(message).join();
            if (!reply.isSuccess()) {
                throw new IllegalStateException("not agreed: " + reply);
            }
            millis.append(' ').append((System.nanoTime() - start) / 1e6);
        }
        return millis.toString();
    }
}
