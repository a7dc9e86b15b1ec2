package org.onecopy.app.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.onecopy.model.ByteCount;
import org.onecopy.model.NodeId;
import org.onecopy.model.TimeoutProfile;
import org.onecopy.model.ZoneName;

/** Every key of a node's configuration. A key that is not here is refused. */
final class ConfigKeys {
    static final Key<NodeId> NODE = Key.required(
            "node", KeyType.NODE, "oslo-1", "The node's identity in the whole network. Never give it to another node.");
    static final Key<ZoneName> ZONE = Key.required("zone", KeyType.ZONE, "oslo", "The zone to which the node belongs.");
    static final Key<Path> DATA_DIR = Key.required(
            "dataDir",
            KeyType.PATH,
            "/var/lib/onecopy",
            "Where the node keeps its index, its consensus log and its events. Local disk; nobody else writes there.");
    static final Key<Path> TOKENS = Key.required(
            "tokens",
            KeyType.PATH,
            "tokens",
            "File with who may use the admin API: one line 'NAME SHA-256-OF-TOKEN' for each.");

    static final Key<HostPort> AGREEMENT_BIND = bind("agreement", "127.0.0.1:6444", "consensus (gRPC, mTLS)");
    static final Key<HostPort> AGREEMENT_ADVERTISED = advertised("agreement");
    static final Key<HostPort> CONTENT_BIND = bind("content", "127.0.0.1:7000", "content exchange (HTTPS, mTLS)");
    static final Key<HostPort> CONTENT_ADVERTISED = advertised("content");
    static final Key<HostPort> ADMIN_BIND = bind("admin", "127.0.0.1:8082", "the admin API (HTTPS)");
    static final Key<HostPort> ADMIN_ADVERTISED = advertised("admin");

    static final Key<UUID> NETWORK_ID = Key.required(
            "network.id",
            KeyType.UUID_TEXT,
            "00000000-0000-4000-8000-000000000002",
            "The identity of the network; the same on all nodes. Without the section 'network' a node belongs to the one that it made or"
                    + " joined with 'onecopy network'.");
    static final Key<Path> NETWORK_CA = Key.required(
            "network.ca", KeyType.PATH, "ca.pem", "PEM file with the certificates of the network's authority.");
    static final Key<Path> NETWORK_CERTIFICATE = Key.required(
            "network.certificate",
            KeyType.PATH,
            "node.pem",
            "PEM file with the node's certificate. It names the node and all its advertised hosts.");
    static final Key<Path> NETWORK_KEY = Key.required(
            "network.key",
            KeyType.PATH,
            "node.key",
            "PEM file with the node's private key, readable for the node only.");
    static final Key<NodeId> MEMBER_NODE =
            Key.required("network.members[].node", KeyType.NODE, "kyoto-1", "A node of the network.");
    static final Key<ZoneName> MEMBER_ZONE = Key.required("network.members[].zone", KeyType.ZONE, "kyoto", "Its zone.");
    static final Key<HostPort> MEMBER_AGREEMENT = Key.required(
            "network.members[].agreement", KeyType.ADDRESS, "10.0.0.1:6444", "Its advertised address for consensus.");
    static final Key<HostPort> MEMBER_CONTENT = Key.required(
            "network.members[].content", KeyType.ADDRESS, "10.0.0.1:7000", "Its advertised address for content.");
    static final Key<HostPort> MEMBER_ADMIN = Key.required(
            "network.members[].admin", KeyType.ADDRESS, "10.0.0.1:8082", "Its advertised address for the admin API.");

    static final Key<NodeConfig.CaptureMode> CAPTURE_MODE = Key.withDefault(
            "capture.mode",
            KeyType.word(NodeConfig.CaptureMode.class),
            "inotify",
            "scan",
            "How changes in the storage are noticed. 'scan' for storages that others write from other machines (NFS).");
    static final Key<Duration> CAPTURE_SCAN_INTERVAL = Key.withDefault(
            "capture.scanInterval",
            KeyType.DURATION,
            "10m",
            "30s",
            "How often the whole tree is looked through. With inotify this finds what its hints missed.");
    static final Key<Duration> CAPTURE_QUIET_PERIOD = Key.withDefault(
            "capture.quietPeriod",
            KeyType.DURATION,
            "500ms",
            "2s",
            "How long a file that is still open or was written in place must rest before it is proposed.");

    static final Key<Integer> TRANSFER_CONCURRENCY = Key.withDefault(
            "transfer.concurrency",
            KeyType.number(1, 256),
            "8",
            "16",
            "How many contents of up to 8 MiB are fetched at once; of longer ones, and of bundles of short ones, half as many each.");
    static final Key<ByteCount> TRANSFER_STAGED_MAX = Key.withDefault(
            "transfer.stagedMax",
            KeyType.SIZE,
            "4GiB",
            "1GiB",
            "How many bytes a rule may stage ahead of what can be published. One content may always be staged.");
    static final Key<ByteCount> TRANSFER_INLINE_MAX = Key.withDefault(
            "transfer.inlineMax",
            KeyType.SIZE,
            "16KiB",
            "4KiB",
            "Contents up to this length travel inside the proposal, of many at once the first 128KiB. At most"
                    + " 64KiB.");

    static final Key<TimeoutProfile> TIMEOUTS_PROFILE = Key.withDefault(
            "timeouts.profile",
            KeyType.word(TimeoutProfile.class),
            "lan",
            "wan",
            "Election and request timeouts until the network has agreed on them: 'onecopy network profile' shows them.");

    static final Key<Integer> LIMITS_PARKED = Key.withDefault(
            "limits.parked",
            KeyType.number(1, 1_000_000),
            "10000",
            "100",
            "With more parked changes of a rule than this, the zone is paused for the rule: nothing else is shown or proposed there.");
    static final Key<ByteCount> LIMITS_DATA_DIR_FREE_MIN = Key.withDefault(
            "limits.dataDirFreeMin",
            KeyType.SIZE,
            "2GiB",
            "4GiB",
            "Below this much free space in dataDir the node proposes no more and gives its lead away; below a quarter of it the node stops.");
    static final Key<ByteCount> LIMITS_STORAGE_FREE_MIN = Key.withDefault(
            "limits.storageFreeMin",
            KeyType.SIZE,
            "512MiB",
            "1GiB",
            "What a transfer must leave free in the zone's storage; else its change is parked.");

    static final Key<Duration> LIMITS_SILENCE = Key.withDefault(
            "limits.silence",
            KeyType.DURATION,
            "30d",
            "90d",
            "A zone that was not heard of for so long is waited for no longer: the journal is trimmed without it, and it must reconcile"
                    + " when it comes back. Counted in the membership's agreed age, not by clocks. The leader's value counts.");
    static final Key<Integer> LIMITS_SILENCE_ENTRIES = Key.withDefault(
            "limits.silenceEntries",
            KeyType.number(1000, 999_999_999),
            "10000000",
            "1000000",
            "So also a zone that was silent for an hour and is behind by more entries of the log.");

    static final Key<Duration> TRASH_KEEP = Key.withDefault(
            "trash.keep",
            KeyType.DURATION,
            "7d",
            "30d",
            "How long replaced and removed files are kept in the zone's trash (1d to 120d). The index keeps old contents and the journal a day longer: so far back an undo reaches.");
    static final Key<ByteCount> TRASH_MAX = Key.withDefault(
            "trash.max",
            KeyType.SIZE,
            "100GiB",
            "10GiB",
            "Above this size, or where the storage is short of space, the oldest go earlier, but not before a day.");

    static final Key<ByteCount> HEAP_ADVICE = Key.withDefault(
            "heap.advice",
            KeyType.SIZE,
            "192MiB",
            "1GiB",
            "The heap with which the node should be started. The node says so in its log when it has less.");

    private static final List<Key<?>> IDENTITY = List.of(
            NODE,
            ZONE,
            DATA_DIR,
            TOKENS,
            AGREEMENT_BIND,
            AGREEMENT_ADVERTISED,
            CONTENT_BIND,
            CONTENT_ADVERTISED,
            ADMIN_BIND,
            ADMIN_ADVERTISED);

    private static final List<Key<?>> NETWORK = List.of(
            NETWORK_ID,
            NETWORK_CA,
            NETWORK_CERTIFICATE,
            NETWORK_KEY,
            MEMBER_NODE,
            MEMBER_ZONE,
            MEMBER_AGREEMENT,
            MEMBER_CONTENT,
            MEMBER_ADMIN,
            CAPTURE_MODE,
            CAPTURE_SCAN_INTERVAL,
            CAPTURE_QUIET_PERIOD,
            TRANSFER_CONCURRENCY,
            TRANSFER_STAGED_MAX,
            TRANSFER_INLINE_MAX,
            TIMEOUTS_PROFILE,
            LIMITS_PARKED,
            LIMITS_DATA_DIR_FREE_MIN,
            LIMITS_STORAGE_FREE_MIN,
            LIMITS_SILENCE,
            LIMITS_SILENCE_ENTRIES,
            TRASH_KEEP,
            TRASH_MAX,
            HEAP_ADVICE);

    /** In the order of the reference. */
    static final List<Key<?>> ALL = Stream.of(IDENTITY, StorageKeys.all(), NETWORK, AlertKeys.all())
            .flatMap(List::stream)
            .toList();

    private static final Map<String, Key<?>> BY_PATH = byPath();

    private ConfigKeys() {}

    /** The key of a path, or null. */
    static @Nullable Key<?> find(String path) {
        return BY_PATH.get(path);
    }

    /** The names that may stand directly below a path ({@code ""} for the top). */
    static List<String> namesBelow(String path) {
        String prefix = path.isEmpty() ? "" : path + ".";
        return ALL.stream()
                .map(Key::path)
                .filter(key -> key.startsWith(prefix))
                .map(key -> key.substring(prefix.length()).split("\\.", 2)[0].replace("[]", ""))
                .distinct()
                .toList();
    }

    private static Map<String, Key<?>> byPath() {
        Map<String, Key<?>> keys = new LinkedHashMap<>();
        ALL.forEach(key -> keys.put(key.path(), key));
        return keys;
    }

    private static Key<HostPort> bind(String what, String fallback, String purpose) {
        return Key.withDefault(
                "addresses." + what + ".bind",
                KeyType.ADDRESS,
                fallback,
                "10.0.0.1:" + (HostPort.parse(fallback).port() + 500),
                "Where the node listens for " + purpose + ". Several nodes on one machine: add 500 for each.");
    }

    private static Key<HostPort> advertised(String what) {
        return Key.optional(
                "addresses." + what + ".advertised",
                KeyType.ADDRESS,
                "oslo.example.org:9000",
                "Where the others reach it (NAT, VPN, cloud). Absent: as bound.");
    }
}
