package org.onecopy.network;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.onecopy.agreement.Agreement;
import org.onecopy.agreement.GroupId;
import org.onecopy.agreement.Peer;
import org.onecopy.core.registry.Membership;
import org.onecopy.core.registry.RegisteredNode;
import org.onecopy.core.registry.RegistryTables;
import org.onecopy.core.table.TableView;
import org.onecopy.index.MembershipIndex;
import org.onecopy.index.TableStore;
import org.onecopy.model.NodeId;
import org.onecopy.model.ProblemCode;
import org.onecopy.problem.ProblemException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes part in every membership of the registry that names this node. {@link #follow} is called by one thread at a time. */
public final class Memberships implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Memberships.class);
    private static final UUID FIRST = new UUID(Long.MIN_VALUE, Long.MIN_VALUE);

    private final NodeId self;
    private final Agreement agreement;
    private final RegistryClient registry;
    private final Path directory;
    private final TableStore.Opener opener;
    private final Map<UUID, MembershipIndex> joined = new ConcurrentHashMap<>();
    private volatile Set<UUID> witnessed = Set.of();

    /** @param directory below which each membership's index has its own */
    public Memberships(
            NodeId self, Agreement agreement, RegistryClient registry, Path directory, TableStore.Opener opener) {
        this.self = self;
        this.agreement = agreement;
        this.registry = registry;
        this.directory = directory;
        this.opener = opener;
    }

    /** Joins what is new in the registry. Blocks while logs are opened. */
    public void follow() {
        List<Membership> all = all();
        witnessed = all.stream().filter(this::hasWitness).map(Membership::id).collect(Collectors.toUnmodifiableSet());
        for (Membership membership : all) {
            List<Peer> peers = peers(membership);
            if (peers != null && !joined.containsKey(membership.id())) {
                beginAnewWhereDiverged(membership.id());
                MembershipIndex index = new MembershipIndex(
                        directory.resolve(membership.id().toString()), opener, membership.incarnation());
                try {
                    agreement.join(new GroupId(membership.id()), peers, index);
                } catch (RuntimeException e) {
                    index.close();
                    throw e;
                }
                joined.put(membership.id(), index);
            }
        }
    }

    /** Whether nodes without storage are members, as of the last {@link #follow}: no contents travel in such a membership's log. */
    public boolean isWitnessed(UUID membership) {
        return witnessed.contains(membership);
    }

    private boolean hasWitness(Membership membership) {
        return registry.read(view -> membership.zones().stream()
                .map(zone -> view.get(RegistryTables.ZONES, zone))
                .anyMatch(zone -> zone != null && !zone.hasStorage()));
    }

    /**
     * Notes durably that this node's state of a membership has gone wrong: at the next start it is dropped, and comes again from a
     * checkpoint of before and from the log.
     *
     * @param same the last index up to which it was right; 0 where none is known
     */
    public void noteDiverged(UUID membership, long same) {
        try {
            Files.createDirectories(directory);
            Path part = directory.resolve(membership + ".part");
            try (FileChannel channel = FileChannel.open(part, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
                channel.write(ByteBuffer.wrap(Long.toString(same).getBytes(StandardCharsets.UTF_8)));
                channel.force(true);
            }
            Files.move(part, marker(membership), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path marker(UUID membership) {
        return directory.resolve(membership + ".diverged");
    }

    private void beginAnewWhereDiverged(UUID membership) {
        Path marker = marker(membership);
        if (!Files.exists(marker)) {
            return;
        }
        try {
            long same = Long.parseLong(Files.readString(marker).strip());
            LOG.warn("the state of membership {} is dropped, and comes again from before entry {}", membership, same);
            agreement.discardCheckpoints(new GroupId(membership), same - 1);
            Path index = directory.resolve(membership.toString());
            if (Files.exists(index)) {
                try (Stream<Path> all = Files.walk(index)) {
                    for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                        Files.delete(path);
                    }
                }
            }
            Files.delete(marker);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Every membership of the network. */
    public List<Membership> all() {
        return registry.read(view -> {
            List<Membership> all = new ArrayList<>();
            view.scan(RegistryTables.MEMBERSHIPS, FIRST, null).forEachRemaining(row -> all.add(row.getValue()));
            return all;
        });
    }

    /** The members with their addresses; null where this node is none of them. Who comes late begins alone. */
    private @Nullable List<Peer> peers(Membership membership) {
        if (membership.peers().stream().noneMatch(peer -> peer.node().equals(self))) {
            return null;
        }
        boolean late = membership.peers().stream().anyMatch(peer -> peer.node().equals(self) && peer.late());
        return registry.read(view -> membership.peers().stream()
                .filter(peer -> late ? peer.node().equals(self) : !peer.late())
                .map(peer -> new Peer(
                        peer.node(),
                        address(view, peer.node()),
                        peer.role() == Membership.Role.VOTER && !late ? Peer.Role.VOTER : Peer.Role.LISTENER,
                        peer.priority()))
                .toList());
    }

    /**
     * Leaves what the registry does not name this node a member of any more, and removes what it held. To be called only while the
     * registry is known to be current, after those that use the memberships have let go.
     */
    public void leave() {
        Set<UUID> mine = all().stream()
                .filter(membership ->
                        membership.peers().stream().anyMatch(peer -> peer.node().equals(self)))
                .map(Membership::id)
                .collect(Collectors.toSet());
        for (Path held : held()) {
            UUID id = UUID.fromString(held.getFileName().toString());
            if (!mine.contains(id)) {
                agreement.leave(new GroupId(id));
                MembershipIndex index = joined.remove(id);
                if (index != null) {
                    index.close();
                }
                delete(held);
            }
        }
    }

    /** What lies on the disk, also of a membership that a stop kept from being left completely. */
    private List<Path> held() {
        try (Stream<Path> paths = Files.isDirectory(directory) ? Files.list(directory) : Stream.<Path>of()) {
            return paths.filter(Files::isDirectory).toList(); // beside them lie notes of what has diverged
        } catch (IOException e) {
            throw new ProblemException(ProblemCode.INTERNAL, "could not list " + directory, e);
        }
    }

    private static void delete(Path tree) {
        try (Stream<Path> paths = Files.walk(tree)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        } catch (IOException e) {
            throw new ProblemException(
                    ProblemCode.INTERNAL, "could not remove " + tree + " of a membership that this node has left", e);
        }
    }

    private static String address(TableView view, NodeId node) {
        RegisteredNode registered = view.get(RegistryTables.NODES, node);
        if (registered == null) {
            throw new IllegalStateException("membership names the unregistered node " + node);
        }
        return registered.agreementAddress();
    }

    /** The index of a membership that this node takes part in, or null. */
    public @Nullable MembershipIndex index(UUID membership) {
        return joined.get(membership);
    }

    /** Every membership that this node takes part in. */
    public Map<UUID, MembershipIndex> joined() {
        return Map.copyOf(joined);
    }

    @Override
    public void close() {
        joined.values().forEach(MembershipIndex::close);
        joined.clear();
    }
}
