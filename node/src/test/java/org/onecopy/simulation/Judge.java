package org.onecopy.simulation;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.onecopy.core.Content;
import org.onecopy.core.Kind;
import org.onecopy.core.namespace.Command;
import org.onecopy.core.namespace.Operation;
import org.onecopy.model.Digest;
import org.onecopy.simulation.SimDisk.Node;
import org.onecopy.storage.Place;
import org.onecopy.storage.Place.Area;

/** What one zone's users did and what its writer did with it: the facts behind "never lost" (I4). */
final class Judge {
    private final SimClock clock;
    private final Set<Digest> agreed;
    private final Set<Digest> lost;

    /** When each content came into this zone's tree first, and which contents its users took out of it themselves. */
    private final Map<Digest, Long> visible = new HashMap<>();

    private final Map<Digest, Long> written = new HashMap<>();
    private final Set<Digest> taken = new HashSet<>();
    private final Map<Digest, String> texts = new HashMap<>();
    boolean powerLost;

    /**
     * @param agreed the contents of all proposals so far
     * @param lost contents that all zones have said for certain to have no more
     */
    Judge(SimClock clock, Set<Digest> agreed, Set<Digest> lost) {
        this.clock = clock;
        this.agreed = agreed;
        this.lost = lost;
    }

    void visible(byte[] data) {
        Digest digest = Contents.digest(data);
        visible.putIfAbsent(digest, clock.nanos());
        texts.put(digest, Contents.text(data));
    }

    /** A user has just put these bytes where they lie now. */
    void userWrites(byte[] data) {
        written.put(Contents.digest(data), clock.nanos());
    }

    void userMoves(Node node) {
        if (node.kind == Kind.FILE) {
            userWrites(node.data);
        }
        node.children.values().forEach(this::userMoves);
    }

    void userTakes(Node node) {
        if (node.kind == Kind.FILE) {
            taken.add(Contents.digest(node.data));
        }
        node.children.values().forEach(this::userTakes);
    }

    void losePower(byte[] data) {
        taken.add(Contents.digest(data));
    }

    /** The writer moves an object out of the users' sight. */
    void displaced(Node node, Place from, Place to) {
        boolean aboveItself = to.area() == from.area()
                && to.path().names().size() > from.path().names().size()
                && to.path()
                        .names()
                        .subList(0, from.path().names().size())
                        .equals(from.path().names());
        if (aboveItself) {
            throw new AssertionError("moves a directory below itself: " + from + " -> " + to);
        }
    }

    /**
     * The writer deletes an object for ever. What it staged itself is its own, even where a loss of power has left bytes in it that a user
     * wrote elsewhere (none, say).
     */
    void purged(Node node, Place place) {
        boolean users = node.kind == Kind.FILE && node.isUsers && written.containsKey(Contents.digest(node.data));
        boolean ours = place.area() == Area.STAGE || place.area() == Area.TRASH;
        if (!ours || (users && !agreed.contains(Contents.digest(node.data)))) {
            throw new AssertionError("I4: purges " + place + " with '" + Contents.text(node.data) + "'");
        }
    }

    /** An operation of this zone that stands: its users must have seen what it overwrites, and taken what it removes. */
    void stood(Operation operation, Content before) {
        if (before == null || powerLost || lost.contains(before.digest())) {
            return;
        }
        if (operation instanceof Operation.Write write
                && write.content() != null
                && !write.content().sameAs(before)) {
            Long at = written.get(write.content().digest());
            Long seen = visible.get(before.digest());
            if (at != null && (seen == null || seen > at)) {
                throw new AssertionError(
                        "I4: overwrites '" + texts.get(before.digest()) + "', which was not seen, with '"
                                + texts.get(write.content().digest()) + "'");
            }
        }
        if (operation instanceof Operation.Remove && !taken.contains(before.digest())) {
            throw new AssertionError("I4: removes '" + texts.get(before.digest()) + "', which no user here removed");
        }
    }

    String text(Digest digest) {
        return texts.get(digest);
    }

    static void agree(Command command, Set<Digest> into) {
        if (command instanceof Command.Propose propose) {
            for (Operation operation : propose.operations()) {
                Content content = switch (operation) {
                    case Operation.Create create -> create.content();
                    case Operation.Write write -> write.content();
                    case Operation.Move ignored -> null;
                    case Operation.Remove ignored -> null;
                    case Operation.SetAttributes ignored -> null;
                };
                if (content != null) {
                    into.add(content.digest());
                }
            }
        }
    }
}
