package org.onecopy.app.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.onecopy.alert.AlertSettings;
import org.onecopy.model.ByteCount;
import org.onecopy.model.NodeId;
import org.onecopy.model.TimeoutProfile;
import org.onecopy.model.ZoneName;
import org.onecopy.storage.PrincipalNames;

/**
 * The configuration of a node. What each value means stands in {@code docs/configuration.md}. All paths are absolute.
 *
 * @param tokens who may use the admin API
 * @param heapAdvice the heap with which the node should have been started
 * @param alerts what the node watches for, and whom it tells
 */
public record NodeConfig(
        NodeId node,
        ZoneName zone,
        Path dataDir,
        Path tokens,
        Addresses addresses,
        StorageConfig storage,
        PrincipalNames principals,
        Network network,
        Capture capture,
        Transfer transfer,
        TimeoutProfile timeouts,
        Limits limits,
        Trash trash,
        ByteCount heapAdvice,
        AlertSettings alerts) {
    /** How changes in the storage are noticed. */
    public enum CaptureMode {
        /** By hints of the kernel, and a scan now and then. */
        INOTIFY,
        /** By scans only. */
        SCAN
    }

    /** Where a node listens, and where the others reach it. */
    public record Address(HostPort bind, HostPort advertised) {}

    /** The addresses of the three endpoints. */
    public record Addresses(Address agreement, Address content, Address admin) {}

    /**
     * The network and who this node is in it.
     *
     * @param members with whom the network began, in the order of the file, this node among them; none where this node came later
     */
    public record Network(
            UUID id, Path ca, Path certificate, Path key, List<Member> members, NetworkFolder.Recovered recovered) {
        private static final UUID UNKNOWN = new UUID(0, 0);

        public Network {
            members = List.copyOf(members);
        }

        /** The consensus group of the registry. */
        public UUID registry() {
            return recovered.registry() == null ? id : recovered.registry();
        }

        private Network with(NetworkFolder.Recovered found) {
            return new Network(id, ca, certificate, key, members, found);
        }

        /** Whether the node belongs to one. */
        public boolean isKnown() {
            return !id.equals(UNKNOWN);
        }
    }

    /** A node of the network, with its advertised addresses. */
    public record Member(NodeId node, ZoneName zone, HostPort agreement, HostPort content, HostPort admin) {}

    /** How changes in the storage are found. */
    public record Capture(CaptureMode mode, Duration scanInterval, Duration quietPeriod) {}

    /** How contents are fetched. */
    public record Transfer(int concurrency, ByteCount stagedMax, ByteCount inlineMax) {}

    /**
     * Where the node stops going on, and for how long a membership that it leads waits for a zone.
     *
     * @param silence agreed age after which a zone that was not heard of must reconcile
     * @param silenceEntries entries of the log behind which a silent zone must reconcile
     */
    public record Limits(
            int parked, ByteCount dataDirFreeMin, ByteCount storageFreeMin, Duration silence, int silenceEntries) {}

    /** How long, and how much, is kept of what was replaced or removed. */
    public record Trash(Duration keep, ByteCount max) {}

    private static final ByteCount INLINE_LIMIT = ByteCount.parse("64KiB");
    private static final String MEMBERS = "network.members";
    static final Network NO_NETWORK = new Network(
            Network.UNKNOWN, Path.of(""), Path.of(""), Path.of(""), List.of(), NetworkFolder.Recovered.NEVER);

    /**
     * The configuration in a file.
     *
     * @throws org.onecopy.problem.ProblemException {@code CONFIG_INVALID}; the message has a line {@code FILE:LINE:COLUMN: …} for each
     *     thing that is wrong, and the data {@code errors} the same as a list
     */
    public static NodeConfig read(Path file) {
        return from(ConfigReader.read(file));
    }

    /** As {@link #read}, from text; {@code file} names it in errors, and relative paths start beside it. */
    public static NodeConfig parse(Path file, String text) {
        return from(ConfigReader.of(file, text));
    }

    private static NodeConfig from(ConfigReader reader) {
        NodeConfig config = new NodeConfig(
                reader.get(ConfigKeys.NODE),
                reader.get(ConfigKeys.ZONE),
                reader.get(ConfigKeys.DATA_DIR),
                reader.get(ConfigKeys.TOKENS),
                new Addresses(
                        address(reader, ConfigKeys.AGREEMENT_BIND, ConfigKeys.AGREEMENT_ADVERTISED),
                        address(reader, ConfigKeys.CONTENT_BIND, ConfigKeys.CONTENT_ADVERTISED),
                        address(reader, ConfigKeys.ADMIN_BIND, ConfigKeys.ADMIN_ADVERTISED)),
                StorageKeys.read(reader),
                StorageKeys.principals(reader),
                isDescribed(reader) ? described(reader) : NO_NETWORK,
                new Capture(
                        reader.get(ConfigKeys.CAPTURE_MODE),
                        reader.get(ConfigKeys.CAPTURE_SCAN_INTERVAL),
                        reader.get(ConfigKeys.CAPTURE_QUIET_PERIOD)),
                new Transfer(
                        reader.get(ConfigKeys.TRANSFER_CONCURRENCY),
                        reader.get(ConfigKeys.TRANSFER_STAGED_MAX),
                        reader.get(ConfigKeys.TRANSFER_INLINE_MAX)),
                reader.get(ConfigKeys.TIMEOUTS_PROFILE),
                new Limits(
                        reader.get(ConfigKeys.LIMITS_PARKED),
                        reader.get(ConfigKeys.LIMITS_DATA_DIR_FREE_MIN),
                        reader.get(ConfigKeys.LIMITS_STORAGE_FREE_MIN),
                        reader.get(ConfigKeys.LIMITS_SILENCE),
                        reader.get(ConfigKeys.LIMITS_SILENCE_ENTRIES)),
                new Trash(reader.get(ConfigKeys.TRASH_KEEP), reader.get(ConfigKeys.TRASH_MAX)),
                reader.get(ConfigKeys.HEAP_ADVICE),
                AlertKeys.read(reader));
        reader.check();
        if (!isDescribed(reader)) {
            config = config.in(NetworkFolder.of(config.dataDir).read(config));
        }
        config = config.in(config.network.with(NetworkFolder.of(config.dataDir).recovered()));
        config.checkTogether(reader);
        reader.check();
        return config;
    }

    private static Address address(ConfigReader reader, Key<HostPort> bindKey, Key<HostPort> advertisedKey) {
        HostPort bind = reader.get(bindKey);
        return new Address(bind, reader.find(advertisedKey).orElse(bind));
    }

    private static boolean isDescribed(ConfigReader reader) {
        return reader.isSection("network");
    }

    private static Network described(ConfigReader reader) {
        return new Network(
                reader.get(ConfigKeys.NETWORK_ID),
                reader.get(ConfigKeys.NETWORK_CA),
                reader.get(ConfigKeys.NETWORK_CERTIFICATE),
                reader.get(ConfigKeys.NETWORK_KEY),
                members(reader),
                NetworkFolder.Recovered.NEVER);
    }

    /** The same in a network. */
    private NodeConfig in(Network found) {
        return new NodeConfig(
                node,
                zone,
                dataDir,
                tokens,
                addresses,
                storage,
                principals,
                found,
                capture,
                transfer,
                timeouts,
                limits,
                trash,
                heapAdvice,
                alerts);
    }

    private static List<Member> members(ConfigReader reader) {
        List<Member> members = new ArrayList<>();
        for (int i = 0; i < reader.listSize(MEMBERS); i++) {
            members.add(new Member(
                    reader.get(ConfigKeys.MEMBER_NODE, i),
                    reader.get(ConfigKeys.MEMBER_ZONE, i),
                    reader.get(ConfigKeys.MEMBER_AGREEMENT, i),
                    reader.get(ConfigKeys.MEMBER_CONTENT, i),
                    reader.get(ConfigKeys.MEMBER_ADMIN, i)));
        }
        return members;
    }

    /** What can only be wrong with several values at once. */
    private void checkTogether(ConfigReader reader) {
        checkAdvertised(reader, "agreement", addresses.agreement);
        checkAdvertised(reader, "content", addresses.content);
        checkAdvertised(reader, "admin", addresses.admin);
        if (transfer.inlineMax.compareTo(INLINE_LIMIT) > 0) {
            reader.refuse(ConfigKeys.TRANSFER_INLINE_MAX.path(), "at most " + INLINE_LIMIT.exact());
        }
        if (trash.keep.compareTo(Duration.ofDays(1)) < 0 || trash.keep.compareTo(Duration.ofDays(120)) > 0) {
            reader.refuse(ConfigKeys.TRASH_KEEP.path(), "from 1d to 120d");
        }
        if (limits.silence.compareTo(Duration.ofDays(1)) < 0) {
            reader.refuse(ConfigKeys.LIMITS_SILENCE.path(), "at least 1d");
        }
        if (capture.scanInterval.isZero()) {
            reader.refuse(ConfigKeys.CAPTURE_SCAN_INTERVAL.path(), "must be more than 0s");
        }
        StorageKeys.check(reader, storage);
        AlertKeys.check(reader, alerts);
        if (isDescribed(reader)) {
            checkMembers(reader);
        }
    }

    private static void checkAdvertised(ConfigReader reader, String what, Address address) {
        if (address.advertised.isAnyAddress() || address.advertised.port() == 0) {
            reader.refuse(
                    "addresses." + what + ".advertised",
                    "the others cannot connect to " + address.advertised + ": say here how they reach this node");
        }
    }

    private void checkMembers(ConfigReader reader) {
        Set<NodeId> seen = new HashSet<>();
        for (int i = 0; i < network.members.size(); i++) {
            Member member = network.members.get(i);
            if (!seen.add(member.node)) {
                reader.refuse(MEMBERS + "[" + i + "].node", "node '" + member.node + "' stands in the list twice");
            }
            if (member.node.equals(node) && !member.zone.equals(zone)) {
                reader.refuse(
                        MEMBERS + "[" + i + "].zone",
                        "this node's zone is '" + zone + "' at the top and '" + member.zone + "' here");
            }
        }
        if (!seen.contains(node)) {
            reader.refuse(MEMBERS, "this node, '" + node + "', must be in the list");
        }
    }
}
