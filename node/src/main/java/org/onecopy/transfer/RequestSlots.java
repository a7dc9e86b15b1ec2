package org.onecopy.transfer;

import java.security.PublicKey;
import java.util.HashMap;
import java.util.Map;

/** How many requests are served at once, in all and for one peer (H78). Who finds no slot is refused, never queued. */
final class RequestSlots {
    private final int max;
    private final int perPeerMax;
    private final Map<PublicKey, Integer> byPeer = new HashMap<>();
    private int taken;
    private long takenEver;

    RequestSlots(int max, int perPeerMax) {
        this.max = max;
        this.perPeerMax = perPeerMax;
    }

    /** Takes a slot, or says that there is none. */
    synchronized boolean take(PublicKey peer) {
        int ofPeer = byPeer.getOrDefault(peer, 0);
        if (taken >= max || ofPeer >= perPeerMax) {
            return false;
        }
        taken++;
        takenEver++;
        byPeer.put(peer, ofPeer + 1);
        return true;
    }

    synchronized void release(PublicKey peer) {
        taken--;
        byPeer.computeIfPresent(peer, (key, count) -> count == 1 ? null : count - 1);
    }

    synchronized int taken() {
        return taken;
    }

    synchronized long takenEver() {
        return takenEver;
    }
}
