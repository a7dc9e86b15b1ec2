package org.onecopy.agreement;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArraySet;
import org.jspecify.annotations.Nullable;
import org.onecopy.model.NodeId;

/**
 * Where the members' agreement endpoints are now. A group's configuration names each member with the address that it had when it became
 * one; where the book knows another one, that is called. Safe to use from many threads.
 */
public final class AddressBook {
    private volatile Map<NodeId, String> addresses = Map.of();
    private final Set<Runnable> listeners = new CopyOnWriteArraySet<>();

    /** The host:port of a node, or null where the group's configuration is right for all that is known. */
    public @Nullable String of(NodeId node) {
        return addresses.get(node);
    }

    /**
     * Puts these in the place of all before. Connections to who is elsewhere now are made anew.
     *
     * @param now host:port by node; may be empty
     */
    public void set(Map<NodeId, String> now) {
        Map<NodeId, String> next = Map.copyOf(now);
        if (!next.equals(addresses)) {
            addresses = next;
            listeners.forEach(Runnable::run);
        }
    }

    /** @param changed is run after each change, by the thread that made it: it must not wait */
    public void listen(Runnable changed) {
        listeners.add(changed);
    }

    /** The opposite of {@link #listen}. */
    public void forget(Runnable changed) {
        listeners.remove(changed);
    }
}
