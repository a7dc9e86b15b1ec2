package org.onecopy.network.induction;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Locale;
import org.onecopy.model.ProblemCode;
import org.onecopy.problem.ProblemException;

/**
 * Which addresses a node may come with: the others will connect to them, so a stranger must not choose ones at which something else
 * listens that only they can reach (H72).
 */
public final class AdvertisedAddresses {
    private static final List<String> METADATA_NAMES =
            List.of("metadata", "metadata.google.internal", "instance-data", "instance-data.ec2.internal");

    private final boolean loopback;

    /** @param own an advertised host of this node: where the network lives on one machine, loopback addresses are right */
    public AdvertisedAddresses(String own) {
        loopback = isLoopback(own);
    }

    /**
     * Looks at a host, and at every address that its name stands for.
     *
     * @throws ProblemException {@code ADDRESS_REFUSED}
     */
    public void check(String host) {
        if (METADATA_NAMES.contains(host.toLowerCase(Locale.ROOT))) {
            throw refused(host, "is the metadata service of a cloud");
        }
        for (InetAddress address : resolve(host)) {
            if (address.isAnyLocalAddress() || address.isMulticastAddress()) {
                throw refused(host, "is no address of one machine");
            }
            if (address.isLinkLocalAddress()) {
                throw refused(host, "is a link-local address, or the metadata service of a cloud");
            }
            if (address.isLoopbackAddress() && !loopback) {
                throw refused(host, "is a loopback address, which means another machine on every machine");
            }
        }
    }

    private static boolean isLoopback(String host) {
        try {
            return InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }

    private static InetAddress[] resolve(String host) {
        try {
            return InetAddress.getAllByName(host);
        } catch (UnknownHostException e) {
            throw new ProblemException(
                    ProblemCode.ADDRESS_REFUSED,
                    "the advertised host '" + host
                            + "' is not known here: set addresses.*.advertised to what the other nodes can resolve",
                    e);
        }
    }

    private static ProblemException refused(String host, String what) {
        return new ProblemException(
                ProblemCode.ADDRESS_REFUSED,
                "the advertised host '" + host + "' " + what
                        + ": set addresses.agreement.advertised, addresses.content.advertised and addresses.admin.advertised"
                        + " to what the other nodes reach this one by");
    }
}
