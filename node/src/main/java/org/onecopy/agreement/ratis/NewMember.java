package org.onecopy.agreement.ratis;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.onecopy.agreement.Peer;
import org.onecopy.model.ProblemCode;
import org.onecopy.problem.ProblemException;

/**
 * A member is taken in once its node listens. Ratis begins to bring a new one up to date, and where that fails it stops sending to all
 * that it does not hold for up to date; those that came as listeners and vote since are among them, and would hear nothing any more until
 * another one leads ({@code LeaderStateImpl.ConfigurationStagingState.fail} of Ratis 3.3.0).
 */
final class NewMember {
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final Duration LOOK_EVERY = Duration.ofMillis(100);
    private static final int CONNECT_MILLIS = 2000;

    private NewMember() {}

    /**
     * Waits until something listens at a member's address, some seconds at most.
     *
     * @throws ProblemException {@code ZONE_UNREACHABLE} where nothing does
     */
    static void await(Peer peer) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!listens(peer.address())) {
            if (System.nanoTime() - end > 0) {
                throw new ProblemException(
                        ProblemCode.ZONE_UNREACHABLE,
                        "node " + peer.node() + " does not listen at " + peer.address()
                                + " yet: start it, and see whether its agreement port can be reached");
            }
            LockSupport.parkNanos(LOOK_EVERY.toNanos());
        }
    }

    private static boolean listens(String address) {
        int colon = address.lastIndexOf(':');
        String host = address.substring(0, colon).replace("[", "").replace("]", "");
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(host, Integer.parseInt(address.substring(colon + 1))), CONNECT_MILLIS);
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
