package org.onecopy.simulation;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.onecopy.capture.Hashing;
import org.onecopy.core.Extras;
import org.onecopy.core.Kind;
import org.onecopy.core.Name;
import org.onecopy.core.TreePath;
import org.onecopy.core.namespace.JournalEntry;
import org.onecopy.core.namespace.Tables;
import org.onecopy.core.shown.Entry;
import org.onecopy.core.shown.Pending;
import org.onecopy.core.shown.ShownTree;
import org.onecopy.location.Location;
import org.onecopy.materialize.Staging;
import org.onecopy.model.ProblemCode;
import org.onecopy.model.RuleId;
import org.onecopy.problem.ProblemException;
import org.onecopy.problem.StorageException;
import org.onecopy.simulation.SimDisk.Node;
import org.onecopy.storage.Place;
import org.onecopy.storage.Place.Area;
import org.onecopy.storage.StageWriter;
import org.onecopy.storage.Stat;

/** A node's work that is done elsewhere than in the writer: hashing and staging, each ending at some later step. */
final class SimWork implements Hashing, Staging {
    static final int INLINE_MAX = 12;

    private final Simulation simulation;
    private final SimNode node;
    private final List<Runnable> tasks = new ArrayList<>();
    private final Map<Name, Request> wanted = new HashMap<>();

    SimWork(Simulation simulation, SimNode node) {
        this.simulation = simulation;
        this.node = node;
    }

    void forget() {
        tasks.clear();
    }

    boolean isIdle() {
        return tasks.isEmpty();
    }

    /** Ends one task, or half of one. */
    void step() {
        if (!tasks.isEmpty()) {
            tasks.remove(simulation.random.nextInt(tasks.size())).run();
        }
    }

    @Override
    public void hash(Place place, Consumer<Hashed> then) {
        tasks.add(() -> {
            Stat before = statOrNull(place);
            if (before == null || before.kind() != Kind.FILE) {
                then.accept(Hashed.UNSTABLE);
                return;
            }
            byte[] data = node.disk.find(place).data;
            tasks.add(() -> finishHash(place, before, data, then));
        });
    }

    private void finishHash(Place place, Stat before, byte[] data, Consumer<Hashed> then) {
        Stat after = statOrNull(place);
        if (after == null || !after.fingerprint().equals(before.fingerprint())) {
            then.accept(Hashed.UNSTABLE);
            return;
        }
        then.accept(new Hashed(after, Contents.of(data, INLINE_MAX), List.of(Contents.digest(data))));
    }

    private Stat statOrNull(Place place) {
        try {
            return node.tree.stat(place);
        } catch (StorageException e) {
            return null;
        }
    }

    @Override
    @SuppressWarnings("ReferenceEquality") // this very request, and not one like it
    public void stage(Request request, Consumer<Result> then) {
        wanted.put(request.item(), request);
        tasks.add(() -> {
            if (wanted.get(request.item()) == request) { // else given up, or asked for anew
                wanted.remove(request.item());
                then.accept(bring(request));
            }
        });
    }

    @Override
    public void drop(RuleId rule, Name item) {
        wanted.remove(item);
    }

    private Result bring(Request request) {
        try {
            byte[] data = request.content().inline() != null ? request.content().inline() : fetch(request);
            if (!Contents.digest(data).equals(request.content().digest())) {
                throw new AssertionError("I4: bytes of " + request.file() + " at " + request.version() + " differ");
            }
            try (StageWriter writer = node.tree.stage(request.item(), data.length)) {
                writer.write(0, ByteBuffer.wrap(data));
                return new Result(writer.finish(request.attributes()), null);
            }
        } catch (ProblemException e) {
            simulation.trace.add(node.zone.value(), "      staging " + request.item() + " fails: " + e.getMessage());
            return new Result(null, e);
        }
    }

    private byte[] fetch(Request request) {
        if (simulation.random.nextDouble() < simulation.fetchTrouble) {
            throw new ProblemException(ProblemCode.ZONE_UNREACHABLE, "cut off");
        }
        boolean superseded = false;
        boolean settled = areOtherZonesSettled(request);
        for (SimNode other : simulation.nodes) {
            if (other == node) {
                continue;
            }
            ShownTree shown = other.shown();
            Entry entry = entryOf(other, shown, request);
            if (other.faults.unavailable || entry == null) {
                continue;
            }
            boolean has = entry.content() != null && entry.content().sameAs(request.content());
            settled &= !has || !entry.isShown() || !other.writer.isWriter();
            if (has && entry.isShown()) {
                ShownTree.Path path = shown.path(entry);
                Node object =
                        other.disk.find(new Place(path.held() ? Area.HELD : Area.TREE, new TreePath(path.names())));
                boolean recorded = object != null
                        && SimTree.stat(object, Extras.NONE)
                                .fingerprint()
                                .token()
                                .equals(entry.fingerprint());
                if (recorded && isDecayed(object, request)) {
                    continue; // what comes does not have the digest, and another zone is asked
                }
                if (recorded) {
                    return object.data;
                }
                superseded = true;
            }
            superseded |= entry.written().isAfter(request.version());
        }
        byte[] old = simulation.trashServes ? fromTrash(request) : null;
        if (old != null) {
            return old;
        }
        if (settled) {
            simulation.lostContents.add(request.content().digest());
        }
        ProblemCode gone = superseded ? ProblemCode.CONTENT_SUPERSEDED : ProblemCode.CONTENT_UNAVAILABLE;
        throw new ProblemException(
                settled ? ProblemCode.CONTENT_LOST : gone, "nobody has " + request.file() + " at " + request.version());
    }

    private boolean isDecayed(Node object, Request request) {
        return simulation.decayed.contains(Contents.digest(object.data))
                && !Contents.digest(object.data).equals(request.content().digest());
    }

    /** Whether a node of each other zone can say for certain what the zone has. */
    private boolean areOtherZonesSettled(Request request) {
        return simulation.nodes.stream()
                .map(other -> other.zone)
                .filter(zone -> !zone.equals(node.zone))
                .allMatch(zone -> simulation.nodes.stream()
                        .filter(other -> other.zone.equals(zone))
                        .anyMatch(other ->
                                !other.faults.unavailable && other.writer.isSettled() && !isOnItsWay(other, request)));
    }

    private static boolean isOnItsWay(SimNode other, Request request) {
        Name item = new Name(Location.itemName(request.version()) + Location.NODE_MARK + other.id);
        return other.disk.find(Place.item(Area.STAGE, item)) != null;
    }

    /** As the real source of contents does it: by the records, or by the operation under way that brought the version. */
    private static Entry entryOf(SimNode other, ShownTree shown, Request request) {
        Entry entry = shown.byFile(request.file());
        if (entry != null && entry.written().equals(request.version())) {
            return entry;
        }
        JournalEntry journal =
                other.agreed.get(Tables.JOURNAL, new Tables.JournalKey(request.rule(), request.version()));
        boolean own = journal != null && journal.operation() != null && other.zone.equals(journal.origin());
        Pending pending = own ? shown.pending(journal.operation()) : null;
        return pending == null ? entry : shown.entry(pending.entry());
    }

    private byte[] fromTrash(Request request) {
        for (SimNode other : simulation.nodes) {
            List<byte[]> all = new ArrayList<>();
            other.disk.collect(other.disk.roots.get(Area.TRASH), all, new HashSet<>());
            for (byte[] data : all) {
                if (Contents.digest(data).equals(request.content().digest())) {
                    return data;
                }
            }
        }
        return null;
    }
}
