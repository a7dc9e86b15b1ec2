package org.onecopy.network;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.onecopy.agreement.AddressBook;
import org.onecopy.core.registry.RegisteredNode;
import org.onecopy.model.NodeId;
import org.onecopy.model.ProblemCode;
import org.onecopy.problem.ProblemException;

/**
 * Where the network's nodes are: as the registry says, and beyond that as a node has told this one of itself, or an administrator. What was
 * told counts here alone and until the registry says something else; without it a node that is needed for a majority, and has another
 * address, could never have that agreed. It proves nothing: who answers at an address is asked for its certificate. Safe to call from many
 * threads.
 */
public final class Whereabouts {
    private final Supplier<List<RegisteredNode>> registry;
    private final AddressBook book;
    private final Map<NodeId, Told> told = new ConcurrentHashMap<>();

    /** What the registry said when it was told, and what was told. */
    private record Told(RegisteredNode before, RegisteredNode now) {}

    /**
     * @param registry every registered node
     * @param book is kept as {@link #nodes} is
     */
    public Whereabouts(Supplier<List<RegisteredNode>> registry, AddressBook book) {
        this.registry = registry;
        this.book = book;
    }

    /** Every node of the network, with the addresses that are known to be its last. */
    public List<RegisteredNode> nodes() {
        List<RegisteredNode> nodes = new ArrayList<>();
        for (RegisteredNode registered : registry.get()) {
            Told one = told.get(registered.id());
            nodes.add(one != null && one.before.equals(registered) ? one.now : registered);
        }
        return nodes;
    }

    /** One of them; null where the network has none of this name. */
    public @Nullable RegisteredNode node(NodeId id) {
        return nodes().stream().filter(node -> node.id().equals(id)).findFirst().orElse(null);
    }

    /**
     * A node is, or may be, elsewhere.
     *
     * @return whether that is new
     * @throws ProblemException {@code NODE_UNKNOWN}; {@code ADDRESS_REFUSED} where another node has one of the addresses
     */
    public boolean tell(RegisteredNode now) {
        RegisteredNode before = registry.get().stream()
                .filter(node -> node.id().equals(now.id()) && node.zone().equals(now.zone()))
                .findFirst()
                .orElseThrow(() -> new ProblemException(
                        ProblemCode.NODE_UNKNOWN, "the network has no node " + now.id() + "; see onecopy nodes"));
        List<String> wanted = addresses(now).toList();
        for (RegisteredNode other : nodes()) {
            if (!other.id().equals(now.id())) {
                addresses(other).filter(wanted::contains).findFirst().ifPresent(taken -> {
                    throw new ProblemException(
                            ProblemCode.ADDRESS_REFUSED,
                            taken + " is the address of node " + other.id() + "; move that one first, or give node "
                                    + now.id() + " another address");
                });
            }
        }
        if (now.equals(node(now.id()))) {
            return false;
        }
        told.put(now.id(), new Told(before, now));
        follow();
        return true;
    }

    private static Stream<String> addresses(RegisteredNode node) {
        return Stream.of(node.agreementAddress(), node.contentAddress(), node.adminAddress());
    }

    /** Brings the book up to date; to be called when the registry may have changed. */
    public void follow() {
        Map<NodeId, String> all = new HashMap<>();
        nodes().forEach(node -> all.put(node.id(), node.agreementAddress()));
        book.set(all);
    }
}
