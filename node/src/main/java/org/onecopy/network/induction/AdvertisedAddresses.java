package org.onecopy.network.induction;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.onecopy.address.AddressCheck;
import org.onecopy.model.ProblemCode;
import org.onecopy.problem.ProblemException;

/**
 * Which addresses a node may come with: the others will connect to them, so a stranger must not choose ones at which something else
 * listens that only they can reach (H72).
 */
public final class AdvertisedAddresses {
    private final boolean loopback;

    /** @param own an advertised host of this node: where the network lives on one machine, loopback addresses are right */
    public AdvertisedAddresses(String own) {
        boolean isLoopback;
        try {
            isLoopback = InetAddress.getByName(own).isLoopbackAddress();
        } catch (UnknownHostException e) {
            isLoopback = false;
        }
        loopback = isLoopback;
    }

    /**
     * Looks at a host, and at every address that its name stands for.
     *
     * @throws ProblemException {@code ADDRESS_REFUSED}
     */
    public void check(String host) {
        String complaint = AddressCheck.complaint(host);
        for (InetAddress address : resolve(host)) {
            boolean isMeant = loopback && address.isLoopbackAddress();
            complaint = complaint == null && !isMeant ? AddressCheck.complaint(address, List.of()) : complaint;
        }
        if (complaint != null) {
            throw refused(host, complaint, null);
        }
    }

    private static InetAddress[] resolve(String host) {
        try {
            return InetAddress.getAllByName(host);
        } catch (UnknownHostException e) {
            throw refused(host, "that name is not known here", e);
        }
    }

    private static ProblemException refused(String host, String what, @Nullable Exception cause) {
        return new ProblemException(
                ProblemCode.ADDRESS_REFUSED,
                "the other nodes cannot be sent to the advertised host '" + host + "': " + what
                        + "; set addresses.agreement.advertised, addresses.content.advertised and addresses.admin.advertised to what"
                        + " they reach this node by",
                cause);
    }
}
