package org.onecopy.address;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which addresses others may make a node call (H72): none that lead back into this machine, its link, or the service that gives a
 * cloud's machines their credentials, unless the administrator allows them one by one. Addresses of a private network are allowed.
 */
public final class AddressCheck {
    /** Services for a cloud's own machines that are not link-local: Azure, Alibaba, Oracle, AWS by IPv6. */
    private static final Set<InetAddress> METADATA = Set.of(
            InetAddress.ofLiteral("168.63.129.16"),
            InetAddress.ofLiteral("100.100.100.200"),
            InetAddress.ofLiteral("192.0.0.192"),
            InetAddress.ofLiteral("fd00:ec2::254"),
            InetAddress.ofLiteral("fd20:ce::254"));

    private static final Set<String> METADATA_NAMES = Set.of(
            "metadata", "metadata.google.internal", "metadata.goog", "instance-data", "instance-data.ec2.internal");

    private AddressCheck() {}

    /** What is wrong with the name of a host, whatever its addresses; null where nothing is. */
    public static @Nullable String complaint(String host) {
        String name = host.toLowerCase(Locale.ROOT).replaceAll("\\.$", "");
        return METADATA_NAMES.contains(name) ? "'" + host + "' is a cloud's metadata service" : null;
    }

    /** What is wrong with one of a host's addresses; null where nothing is, or it is allowed. */
    public static @Nullable String complaint(InetAddress address, List<InetAddress> allowed) {
        InetAddress inner = inner(address);
        if (allowed.contains(address) || allowed.contains(inner)) {
            return null;
        }
        String what = kind(inner);
        return what == null ? null : address.getHostAddress() + " is " + what;
    }

    private static @Nullable String kind(InetAddress address) {
        if (address.isLoopbackAddress()) {
            return "this machine's own address";
        }
        if (address.isAnyLocalAddress() || address.isMulticastAddress() || isBroadcastOrReserved(address)) {
            return "no server's address";
        }
        if (METADATA.contains(address)) {
            return "a cloud's metadata service";
        }
        return address.isLinkLocalAddress() ? "a link-local address, as clouds' metadata services have" : null;
    }

    /** 0.0.0.0/8 means this machine on Linux; 240.0.0.0/4 is nobody's. */
    private static boolean isBroadcastOrReserved(InetAddress address) {
        byte[] bytes = address.getAddress();
        return bytes.length == 4 && (bytes[0] == 0 || (bytes[0] & 0xf0) == 0xf0);
    }

    /** An IPv4 address inside of an IPv6 one (mapped, compatible, 64:ff9b::/96, 6to4), which a gateway would reach; else as it is. */
    private static InetAddress inner(InetAddress address) {
        if (!(address instanceof Inet6Address)) {
            return address;
        }
        byte[] bytes = address.getAddress();
        boolean zeros = zeros(bytes, 0, 10);
        boolean mapped = zeros && bytes[10] == -1 && bytes[11] == -1;
        boolean compatible = zeros && bytes[10] == 0 && bytes[11] == 0 && !zeros(bytes, 12, 15);
        boolean translated = bytes[0] == 0
                && bytes[1] == 0x64
                && bytes[2] == (byte) 0xff
                && bytes[3] == (byte) 0x9b
                && zeros(bytes, 4, 12);
        boolean sixToFour = bytes[0] == 0x20 && bytes[1] == 0x02;
        try {
            if (mapped || compatible || translated) {
                return InetAddress.getByAddress(Arrays.copyOfRange(bytes, 12, 16));
            }
            return sixToFour ? InetAddress.getByAddress(Arrays.copyOfRange(bytes, 2, 6)) : address;
        } catch (UnknownHostException e) {
            throw new IllegalStateException("four bytes are an address", e);
        }
    }

    private static boolean zeros(byte[] bytes, int from, int to) {
        for (int i = from; i < to; i++) {
            if (bytes[i] != 0) {
                return false;
            }
        }
        return true;
    }
}
