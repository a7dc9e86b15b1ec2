package org.onecopy.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.onecopy.capture.CaptureSettings;
import org.onecopy.core.Content;
import org.onecopy.core.Extras;
import org.onecopy.core.TreePath;
import org.onecopy.core.namespace.Base;
import org.onecopy.core.namespace.Command;
import org.onecopy.core.namespace.JournalEntry;
import org.onecopy.core.namespace.Namespace;
import org.onecopy.core.namespace.OpId;
import org.onecopy.core.namespace.Operation;
import org.onecopy.core.namespace.Outcome;
import org.onecopy.core.namespace.Ref;
import org.onecopy.core.namespace.Tables;
import org.onecopy.core.shown.ShownTree;
import org.onecopy.core.table.Change;
import org.onecopy.core.table.Overlay;
import org.onecopy.location.LocalRecords;
import org.onecopy.location.Location;
import org.onecopy.materialize.TrashFigures;
import org.onecopy.model.Digest;
import org.onecopy.model.FileId;
import org.onecopy.model.NodeId;
import org.onecopy.model.RuleId;
import org.onecopy.model.ZoneName;
import org.onecopy.problem.StorageException;
import org.onecopy.simulation.SimDisk.Node;
import org.onecopy.storage.Place.Area;
import org.onecopy.writer.LocationWriter;

/** A node: two databases, and a process that may stop at any moment, on the disk of its zone. */
final class SimNode {
    static final RuleId RULE = new RuleId(1);

    final NodeId id;
    final ZoneName zone;
    final SimPlace place;
    final SimDisk disk;
    final SimFaults faults = new SimFaults();
    final Judge judge;
    final SimTree tree;
    final SimWork work;
    final SimCopy copy;

    /** The process does not run. */
    boolean down;

    final TrashFigures trash = new TrashFigures();
    private final Simulation simulation;
    MemTables agreed = new MemTables();
    int applied;
    int syncs;
    LocationWriter writer;
    private MemTables stored = new MemTables();
    private MemTables durable = new MemTables();
    private final List<List<Change>> unsynced = new ArrayList<>();
    private final SimClock clock;
    private final Random random;
    private final Trace trace;
    private final SimAgreement agreement;
    private final Set<Digest> agreedContents;

    SimNode(Simulation simulation, SimPlace place, String id) {
        this.id = new NodeId(id);
        this.place = place;
        zone = place.zone;
        this.simulation = simulation;
        clock = simulation.clock;
        random = simulation.random;
        trace = simulation.trace;
        agreement = simulation.agreement;
        agreedContents = simulation.agreedContents;
        judge = place.judge;
        disk = place.disk;
        tree = new SimTree(disk, faults, trace, zone.value(), id, judge);
        work = new SimWork(simulation, this);
        copy = new SimCopy(simulation, this);
        place.nodes.add(this);
        begin();
    }

    /** A new writer over what is stored. */
    void begin() {
        LocalRecords records = new LocalRecords(RULE, stored, new Stored());
        Location location = new Location(
                RULE,
                zone,
                id,
                tree,
                new org.onecopy.location.AgreedTables() {
                    @Override
                    public <T> T read(java.util.function.Function<org.onecopy.core.table.TableView, T> reader) {
                        return reader.apply(agreed);
                    }

                    @Override
                    public long index() {
                        return applied;
                    }
                },
                records,
                clock,
                (severity, type, rule, path, message) -> {
                    trace.add(id.value(), "notice " + type + " " + path);
                    simulation.recordsLost |= type.equals("records-lost");
                });
        writer = new LocationWriter(
                location,
                id,
                (command, ended) -> agreement.propose(id.value(), command, ended),
                work,
                work,
                new CaptureSettings(200_000_000L, 300_000_000L, 8, simulation.keeping.pendingMax),
                simulation.scanNanos,
                simulation.keeping.limits(trash));
    }

    /** The local database, whose changes go to the zone's other nodes. */
    private final class Stored implements LocalRecords.Store {
        @Override
        public void write(List<Change> changes, boolean durable) {
            store(changes, durable);
        }

        @Override
        public void keep(List<Change> changes) {
            crashPoint("before keeping");
            put(changes, false);
        }

        @Override
        public void begin() {
            copy.beginFeed();
        }

        @Override
        public void end() {
            copy.endFeed();
        }
    }

    private void store(List<Change> changes, boolean sync) {
        crashPoint("before commit");
        put(changes, sync);
        copy.feed(changes);
        crashPoint("after commit");
    }

    /** Writes without being asked by the writer. */
    void put(List<Change> changes, boolean sync) {
        stored.apply(changes);
        unsynced.add(changes);
        if (sync) {
            syncs++;
            unsynced.forEach(durable::apply);
            unsynced.clear();
        }
    }

    private void crashPoint(String where) {
        if (faults.crashIn >= 0 && faults.crashIn-- == 0) {
            throw new Crash(where);
        }
    }

    SimClock clock() {
        return clock;
    }

    ShownTree shown() {
        return new ShownTree(RULE, new Overlay(stored));
    }

    /** Whether agreed changes are neither shown nor holes. */
    boolean isBehind() {
        return agreed.all(Tables.JOURNAL).keySet().stream()
                .anyMatch(key -> ((Tables.JournalKey) key)
                        .version()
                        .isAfter(shown().cursor().lowWater()));
    }

    MemTables stored() {
        return stored;
    }

    /** Whether it does not answer the leader. */
    boolean isSilent() {
        return down;
    }

    /** The process ends; with it the power, perhaps. */
    void stop(boolean power) {
        trace.add(id.value(), power ? "POWER LOSS" : "KILLED");
        faults.crashIn = -1;
        work.forget();
        copy.endFeed();
        place.stopped();
        agreement.stopped(id.value());
        if (power) {
            judge.powerLost = true;
            disk.losePower(random).forEach(judge::losePower);
            int kept = random.nextInt(unsynced.size() + 1);
            unsynced.subList(0, kept).forEach(durable::apply);
            stored = durable.copy();
        } else {
            unsynced.forEach(durable::apply);
        }
        unsynced.clear();
        begin();
    }

    /** Whether a content lies in the tree as the records say, so that others may have it from here. */
    boolean holds(FileId file, Content content) {
        var entry = shown().byFile(file);
        if (entry == null
                || !entry.isShown()
                || entry.content() == null
                || !entry.content().sameAs(content)) {
            return false;
        }
        ShownTree.Path path = shown().path(entry);
        Node object = disk.find(
                new org.onecopy.storage.Place(path.held() ? Area.HELD : Area.TREE, new TreePath(path.names())));
        return object != null
                && SimTree.stat(object, Extras.NONE).fingerprint().token().equals(entry.fingerprint());
    }

    /** The process ends, and comes again without its local records; with its storage as it was at some time, perhaps. */
    void loseRecords(java.util.Map<String, Node> backup) {
        trace.add(zone.value(), backup == null ? "RECORDS LOST" : "RECORDS LOST, STORAGE RESTORED");
        stop(false);
        judge.powerLost = true;
        List<byte[]> lost = new ArrayList<>();
        disk.roots.values().forEach(root -> disk.collect(root, lost, new java.util.HashSet<>()));
        lost.forEach(judge::losePower);
        stored = new MemTables();
        durable = new MemTables();
        if (backup != null) {
            disk.restore(backup);
        }
        place.stopped();
        begin();
    }

    /** The next command of the order, if there is one. */
    boolean deliver() {
        if (down || applied + 1 >= agreement.log.size()) {
            return false;
        }
        applied++;
        Command command = agreement.log.get(applied);
        Judge.agree(command, agreedContents);
        List<Content> before = command instanceof Command.Propose propose ? contentsBefore(propose) : List.of();
        long last = lastNumber();
        List<Change> changes = Namespace.apply(agreed, 0, applied, command).changes();
        if (simulation.nodes.stream().noneMatch(node -> node != this && node.applied >= applied)) {
            changes.forEach(this::traceEffect);
        }
        agreed.apply(changes);
        if (command instanceof Command.Propose propose && propose.zone().equals(zone) && place.isFirst(this)) {
            judge(propose, before, last);
        }
        return true;
    }

    private void traceEffect(Change change) {
        if (change instanceof Change.Row<?, ?> row && row.value() instanceof JournalEntry journal) {
            trace.add("", "  effect " + row.key() + " " + journal.file() + " " + journal.effect());
        }
    }

    private long lastNumber() {
        var row = agreed.get(Tables.ZONES, new Tables.ZoneKey(RULE, zone));
        return row == null ? 0 : row.lastNumber();
    }

    private List<Content> contentsBefore(Command.Propose propose) {
        List<Content> before = new ArrayList<>();
        for (Operation operation : propose.operations()) {
            before.add(
                    switch (operation) {
                        case Operation.Write write -> content(write.file(), write.base());
                        case Operation.Remove remove -> content(remove.file(), remove.written());
                        case Operation.Create ignored -> null;
                        case Operation.Move ignored -> null;
                        case Operation.SetAttributes ignored -> null;
                    });
        }
        return before;
    }

    private Content content(Ref ref, Base base) {
        FileId file = ref instanceof Ref.Known known ? known.file() : null;
        return file != null && base instanceof Base.Seen seen
                ? agreed.get(Tables.CONTENTS, new Tables.ContentKey(file, seen.version()))
                : null;
    }

    private void judge(Command.Propose propose, List<Content> before, long last) {
        for (int i = 0; i < before.size(); i++) {
            OpId id = new OpId(propose.epoch(), propose.firstNumber() + i);
            Outcome outcome = agreed.get(Tables.OUTCOMES, new Tables.OutcomeKey(new Tables.ZoneKey(RULE, zone), id));
            boolean now = id.number() > last && id.number() <= lastNumber();
            if (now && outcome != null && outcome.status() == Outcome.Status.STOOD) {
                judge.stood(propose.operations().get(i), before.get(i));
            }
        }
    }

    /** Moves the writer. @return whether it did anything */
    boolean poll() {
        if (down) {
            return false;
        }
        try {
            boolean worked = writer.poll();
            if (writer.isSpent()) {
                trace.add(id.value(), "is not the writer any more");
                work.forget();
                begin();
                return true;
            }
            checkRecords();
            return worked;
        } catch (Crash crash) {
            trace.add(id.value(), "crash " + crash.getMessage());
            stop(random.nextInt(3) == 0 && !simulation.corners); // no power loss takes away what users did
            return true;
        } catch (StorageException e) {
            if (!e.concernsWholeTree()) {
                throw e;
            }
            trace.add(id.value(), "writer made anew: " + e.code());
            work.forget();
            begin();
            return false;
        }
    }

    /** Checks that records tell the truth: an object with the recorded fingerprint has the recorded content. */
    void checkRecords() {
        for (Object row : stored.all(org.onecopy.core.shown.ShownTables.ENTRIES).values()) {
            var entry = (org.onecopy.core.shown.Entry) row;
            if (entry.content() == null || !entry.isShown()) {
                continue;
            }
            ShownTree.Path path = shown().path(entry);
            Node node = disk.find(
                    new org.onecopy.storage.Place(path.held() ? Area.HELD : Area.TREE, new TreePath(path.names())));
            if (node != null
                    && SimTree.stat(node, Extras.NONE).fingerprint().token().equals(entry.fingerprint())
                    && !simulation.decayed.contains(Contents.digest(node.data))
                    && !Contents.digest(node.data).equals(entry.content().digest())) {
                throw new AssertionError(
                        id + ": the record of " + path + " lies: '" + Contents.text(node.data) + "' " + entry);
            }
        }
    }
}
