package org.onecopy.installers.provisioning;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.onecopy.model.NodeId;
import org.onecopy.model.ZoneName;
import org.onecopy.model.api.PeerRole;

/**
 * A machine and the node that it is to have.
 *
 * @param name as the inventory calls it: a host name, an address, or an alias of {@code ~/.ssh/config}
 * @param node its identity
 * @param address where other nodes reach it
 */
public record HostSpec(
        String name, Access access, NodeId node, ZoneName zone, PeerRole role, String address, NodeAnswers answers) {
    /**
     * How to log in; what is absent is looked up in {@code ~/.ssh/config}, then as usual.
     *
     * @param key file with a private key
     * @param jump {@code [USER@]HOST[:PORT]}, several with commas: the first is connected to first
     */
    public record Access(
            @Nullable String user,
            @Nullable Integer port,
            @Nullable Path key,
            @Nullable String jump) {}

    /**
     * What {@code onecopy node setup} is told beside name, zone and address; what is absent is as usual there.
     *
     * @param ports of agreement, content and admin
     * @param authority whether it can admit other nodes
     */
    public record NodeAnswers(
            @Nullable String storage,
            @Nullable String bind,
            List<Integer> ports,
            @Nullable String heap,
            @Nullable String profile,
            boolean authority) {
        public NodeAnswers {
            ports = List.copyOf(ports);
        }

        /** The directory of a local storage; null for other storages. */
        @Nullable
        String directory() {
            String of = storage == null ? "local:/srv" : storage;
            return of.startsWith("local:/") ? of.substring("local:".length()) : null;
        }
    }

    /** Whether two entries give their nodes the same address and one of the ports. */
    boolean collidesWith(HostSpec other) {
        return address.equalsIgnoreCase(other.address)
                && answers.ports().stream().anyMatch(other.answers.ports()::contains);
    }

    /** The part of a name that tells machines apart, fit for a node's identity. */
    static String shortName(String host) {
        boolean literal = host.contains(":") || host.matches("[0-9.]+");
        String first = literal ? host : host.split("\\.", 2)[0];
        return first.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-").replaceAll("^-|-$", "");
    }
}
