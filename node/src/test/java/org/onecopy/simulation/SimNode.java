package org.onecopy.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.onecopy.capture.CaptureSettings;
import org.onecopy.core.Content;
import org.onecopy.core.Name;
import org.onecopy.core.TreePath;
import org.onecopy.core.namespace.Base;
import org.onecopy.core.namespace.Command;
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
import org.onecopy.model.Digest;
import org.onecopy.model.FileId;
import org.onecopy.model.NodeId;
import org.onecopy.model.RuleId;
import org.onecopy.model.ZoneName;
import org.onecopy.problem.StorageException;
import org.onecopy.simulation.SimDisk.Node;
import org.onecopy.storage.Place.Area;
import org.onecopy.writer.LocationWriter;

/** One zone with its one node: a disk, two databases, and a process that may stop at any moment. */
final class SimNode implements SimDisk.Watcher {
    static final RuleId RULE = new RuleId(1);

    final ZoneName zone;
    final SimDisk disk;
    final SimFaults faults = new SimFaults();
    final Judge judge;
    final SimTree tree;
    final List<Runnable> hints = new ArrayList<>();
    final SimWork work;
    MemTables agreed = new MemTables();
    int applied;
    LocationWriter writer;
    private MemTables stored = new MemTables();
    private MemTables durable = new MemTables();
    private final List<List<Change>> unsynced = new ArrayList<>();
    private final SimClock clock;
    private final Random random;
    private final Trace trace;
    private final SimAgreement agreement;
    private final Set<Digest> agreedContents;
    double hintTrouble;

    SimNode(Simulation simulation, String zone) {
        this.zone = new ZoneName(zone);
        clock = simulation.clock;
        random = simulation.random;
        trace = simulation.trace;
        agreement = simulation.agreement;
        agreedContents = simulation.agreedContents;
        judge = new Judge(clock, agreedContents, simulation.lostContents);
        disk = new SimDisk(clock, this);
        tree = new SimTree(disk, faults, trace, zone, judge);
        work = new SimWork(simulation, this);
        begin();
    }

    /** A new writer over what is stored. */
    void begin() {
        LocalRecords records = new LocalRecords(RULE, stored, this::store);
        Location location = new Location(
                RULE,
                zone,
                tree,
                new org.onecopy.location.AgreedTables() {
                    @Override
                    public <T> T read(java.util.function.Function<org.onecopy.core.table.TableView, T> reader) {
                        return reader.apply(agreed);
                    }
                },
                records,
                clock,
                (severity, type, rule, path, message) -> trace.add(zone.value(), "notice " + type + " " + path));
        writer = new LocationWriter(
                location,
                new NodeId(zone.value()),
                (command, ended) -> agreement.propose(zone.value(), command, ended),
                work,
                work,
                new CaptureSettings(200_000_000L, 300_000_000L, 8, 10_000),
                5_000_000_000L);
    }

    private void store(List<Change> changes, boolean sync) {
        crashPoint("before commit");
        stored.apply(changes);
        unsynced.add(changes);
        if (sync) {
            unsynced.forEach(durable::apply);
            unsynced.clear();
        }
        crashPoint("after commit");
    }

    private void crashPoint(String where) {
        if (faults.crashIn >= 0 && faults.crashIn-- == 0) {
            throw new Crash(where);
        }
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

    /** The process ends; with it the power, perhaps. */
    void stop(boolean power) {
        trace.add(zone.value(), power ? "POWER LOSS" : "KILLED");
        faults.crashIn = -1;
        work.forget();
        hints.clear();
        agreement.stopped(zone.value());
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
        return object != null && SimTree.stat(object).fingerprint().token().equals(entry.fingerprint());
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
        hints.clear();
        begin();
    }

    /** The next command of the order, if there is one. */
    boolean deliver() {
        if (applied + 1 >= agreement.log.size()) {
            return false;
        }
        applied++;
        Command command = agreement.log.get(applied);
        Judge.agree(command, agreedContents);
        List<Content> before = command instanceof Command.Propose propose ? contentsBefore(propose) : List.of();
        long last = lastNumber();
        agreed.apply(Namespace.apply(agreed, 0, applied, command).changes());
        if (command instanceof Command.Propose propose && propose.zone().equals(zone)) {
            judge(propose, before, last);
        }
        return true;
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
        try {
            boolean worked = writer.poll();
            checkRecords();
            return worked;
        } catch (Crash crash) {
            trace.add(zone.value(), "crash " + crash.getMessage());
            stop(random.nextInt(3) == 0);
            return true;
        } catch (StorageException e) {
            if (!e.concernsWholeTree()) {
                throw e;
            }
            trace.add(zone.value(), "writer made anew: " + e.code());
            work.forget();
            begin();
            return false;
        }
    }

    @Override
    public void visible(byte[] data) {
        judge.visible(data);
    }

    @Override
    public void changed(Area area, List<Name> directory, boolean below, boolean settled) {
        if (random.nextDouble() < hintTrouble) {
            return;
        }
        TreePath path = new TreePath(directory);
        int times = random.nextDouble() < hintTrouble ? 2 : 1;
        for (int n = 0; n < times && hints.size() < 200; n++) {
            hints.add(() -> {
                if (below) {
                    writer.lookBelow(path);
                } else {
                    writer.changed(path, settled && random.nextBoolean());
                }
            });
        }
    }

    void hint() {
        if (!hints.isEmpty()) {
            hints.remove(random.nextInt(hints.size())).run();
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
                    && SimTree.stat(node).fingerprint().token().equals(entry.fingerprint())
                    && !Contents.digest(node.data).equals(entry.content().digest())) {
                throw new AssertionError(
                        zone + ": the record of " + path + " lies: '" + Contents.text(node.data) + "' " + entry);
            }
        }
    }
}
