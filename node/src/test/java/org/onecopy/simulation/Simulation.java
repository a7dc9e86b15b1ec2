package org.onecopy.simulation;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.onecopy.core.namespace.Command;
import org.onecopy.core.namespace.Inode;
import org.onecopy.core.namespace.RuleDefinition;
import org.onecopy.core.namespace.RuleRow;
import org.onecopy.core.namespace.Tables;
import org.onecopy.core.namespace.ZoneRow;
import org.onecopy.core.shown.ShownTables;
import org.onecopy.model.Digest;
import org.onecopy.model.FileId;
import org.onecopy.model.NodeId;
import org.onecopy.model.RuleName;
import org.onecopy.model.Version;
import org.onecopy.model.ZoneName;
import org.onecopy.storage.Place.Area;
import org.onecopy.writer.LocationWriter;

/** Three zones under one rule, moved by one source of randomness: users, hints, proposals, work, stops and faults in any order. */
final class Simulation {
    /** What may go wrong, each from 0 (never) to 1. */
    record Trouble(double hints, double proposals, double fetches, double kills, double power, double faults) {
        static final Trouble NONE = new Trouble(0, 0, 0, 0, 0, 0);
    }

    private static final String LEADER = "leader";
    private static final long QUIET_MILLIS = 25_000;
    private static final long SETTLE_MILLIS_MAX = 900_000;

    final SimClock clock = new SimClock();
    final Random random;
    final Trace trace = new Trace(clock);
    final SimAgreement agreement;
    final Set<Digest> agreedContents = new HashSet<>();
    final Set<Digest> lostContents = new HashSet<>();
    final List<Integer> counter = new ArrayList<>(List.of(0));
    final List<SimPlace> places = new ArrayList<>();
    final List<SimNode> nodes = new ArrayList<>();
    final boolean trashServes;
    double fetchTrouble;

    /** How often records are lost, storages restored, and the journal trimmed without waiting for everybody. */
    double losses;

    /** The last zone is added to the rule only while the others are at work. */
    boolean late;

    private final List<TreeMap<String, SimDisk.Node>> backups = new ArrayList<>();
    private RuleDefinition rule;
    private int busyForEver;
    private final List<SimUsers> users = new ArrayList<>();
    final SimKeeping keeping;
    private final Trouble trouble;
    private final Set<Digest> atTheEnd = new HashSet<>();

    /** Three zones with a node each. */
    Simulation(long seed, Trouble trouble) {
        this(seed, trouble, 1, false);
    }

    /** @param keeps whether the log is trimmed and the trash is emptied meanwhile */
    Simulation(long seed, Trouble trouble, boolean keeps) {
        this(seed, trouble, 1, keeps);
    }

    /** @param nodesOfFirst how many nodes the first of the three zones has */
    Simulation(long seed, Trouble trouble, int nodesOfFirst) {
        this(seed, trouble, nodesOfFirst, false);
    }

    private Simulation(long seed, Trouble trouble, int nodesOfFirst, boolean keeps) {
        this.trouble = trouble;
        keeping = new SimKeeping(this, seed, keeps);
        random = new Random(seed * 0x9E3779B97F4A7C15L + 1);
        agreement = new SimAgreement(random, trace, this::applied);
        agreement.trouble = trouble.proposals();
        fetchTrouble = trouble.fetches();
        trashServes = random.nextBoolean();
        for (String zone : List.of("athens", "berlin", "cairo")) {
            SimPlace place = new SimPlace(this, zone);
            place.hintTrouble = trouble.hints();
            places.add(place);
            users.add(new SimUsers(this, place));
            backups.add(null);
            int count = places.size() == 1 ? nodesOfFirst : 1;
            for (int n = 1; n <= count; n++) {
                nodes.add(new SimNode(this, place, count == 1 ? zone : zone + "-" + n));
            }
        }
    }

    private int applied(String id) {
        if (id.equals(LEADER)) {
            return Integer.MAX_VALUE;
        }
        return nodes.stream()
                .filter(node -> node.id.value().equals(id))
                .mapToInt(node -> node.applied)
                .sum();
    }

    /** Makes the rule. */
    void begin(RuleDefinition.GuardPolicy guard) {
        TreeMap<ZoneName, String> paths = new TreeMap<>();
        places.subList(0, late ? 2 : 3).forEach(place -> paths.put(place.zone, "/" + place.zone));
        rule = new RuleDefinition(
                SimNode.RULE,
                new RuleName("rule"),
                1,
                paths,
                List.of(),
                null,
                RuleDefinition.ConflictPolicy.KEEP_BOTH,
                null,
                3000,
                random.nextBoolean() ? RuleDefinition.Visibility.ORDERED : RuleDefinition.Visibility.EAGER,
                guard);
        agreement.log.add(new Command.ReviseRule(rule, clock.wallMillis()));
    }

    /** The last zone comes into the rule, with whatever its users have made by then. */
    void addLateZone() {
        late = false;
        TreeMap<ZoneName, String> paths = new TreeMap<>(rule.paths());
        paths.put(places.getLast().zone, "/late");
        trace.add("", "ZONE ADDED");
        agreement.log.add(new Command.ReviseRule(
                new RuleDefinition(
                        rule.id(),
                        rule.name(),
                        2,
                        paths,
                        rule.exclude(),
                        null,
                        rule.conflict(),
                        null,
                        rule.holdMillis(),
                        rule.visibility(),
                        rule.guard()),
                clock.wallMillis()));
    }

    /** Makes all writers anew, with other limits. */
    void restartAll() {
        nodes.forEach(SimNode::begin);
    }

    SimUsers users(int zone) {
        return users.get(zone);
    }

    /** Random events, with users at work. */
    void run(int events) {
        for (int n = 0; n < events; n++) {
            event();
            keeping.event();
        }
    }

    private void event() {
        SimNode node = nodes.get(random.nextInt(nodes.size()));
        if (nodes.size() > places.size() && random.nextInt(4) == 0) {
            between(places.getFirst()
                    .nodes
                    .get(random.nextInt(places.getFirst().nodes.size())));
        }
        switch (random.nextInt(12)) {
            case 0 -> users.get(places.indexOf(node.place)).act();
            case 1, 2, 3, 4 -> node.poll();
            case 5, 6 -> node.deliver();
            case 7 -> agreement.step();
            case 8 -> work(node);
            case 9 -> node.place.hint();
            case 10 -> clock.advanceMillis(random.nextInt(120));
            default -> fault(node);
        }
    }

    private void work(SimNode node) {
        try {
            node.work.step();
        } catch (Crash crash) {
            node.stop(chance(trouble.power()));
            stayDown(node);
        }
    }

    /** A node beside others of its zone does not come back at once. */
    private void stayDown(SimNode node) {
        node.down = node.place.nodes.size() > 1 && random.nextInt(3) != 0;
    }

    /** What happens in zones of several nodes: the stream of records, nodes that come back, and the leader's care for silent writers. */
    private void between(SimNode node) {
        switch (random.nextInt(8)) {
            case 0, 1, 2 -> node.copy.step();
            case 3, 4 -> replaceSilent(node.place);
            case 5 -> node.down &= random.nextInt(3) != 0;
            default -> {
                if (random.nextInt(8) == 0) {
                    assign(node.place, node); // the leader may err
                }
            }
        }
    }

    private void replaceSilent(SimPlace place) {
        ZoneRow zone = zoneRow(place);
        place.nodes.stream()
                .filter(node -> zone != null && node.id.equals(zone.writer()) && node.isSilent())
                .findFirst()
                .flatMap(silent -> place.nodes.stream()
                        .filter(node -> node != silent && !node.isSilent())
                        .findFirst())
                .ifPresent(other -> assign(place, other));
    }

    private void assign(SimPlace place, SimNode node) {
        ZoneRow zone = zoneRow(place);
        if (zone != null && zone.writer() != null && !node.id.equals(zone.writer())) {
            agreement.propose(
                    LEADER, new Command.AssignWriter(SimNode.RULE, place.zone, node.id, zone.epoch()), agreed -> {});
        }
    }

    /** How often another node than before became the writer of a zone. */
    int handovers() {
        Map<ZoneName, NodeId> writers = new TreeMap<>();
        Map<ZoneName, Long> epochs = new TreeMap<>();
        int count = 0;
        for (Command command : agreement.log) {
            if (command instanceof Command.AssignWriter assign
                    && epochs.getOrDefault(assign.zone(), 0L) == assign.expectedEpoch()) {
                epochs.put(assign.zone(), assign.expectedEpoch() + 1);
                NodeId before = writers.put(assign.zone(), assign.node());
                count += before == null || before.equals(assign.node()) ? 0 : 1;
            }
        }
        return count;
    }

    /** As the node that has applied most sees it. */
    private ZoneRow zoneRow(SimPlace place) {
        return nodes.stream()
                .max(java.util.Comparator.comparingInt(node -> node.applied))
                .orElseThrow()
                .agreed
                .get(Tables.ZONES, new Tables.ZoneKey(SimNode.RULE, place.zone));
    }

    private boolean chance(double probability) {
        return random.nextDouble() < probability;
    }

    private void fault(SimNode node) {
        if (chance(trouble.kills() + trouble.power())) {
            if (random.nextBoolean()) {
                node.faults.crashIn = random.nextInt(12);
            } else {
                node.stop(chance(trouble.power() / (trouble.kills() + trouble.power())));
                stayDown(node);
            }
        }
        if (late && random.nextInt(25) == 0) {
            addLateZone();
        }
        if (chance(losses)) {
            lose(node);
        }
        if (chance(trouble.faults())) {
            switch (random.nextInt(4)) {
                case 0 -> node.faults.unavailable = !node.faults.unavailable;
                case 1 -> node.faults.noSpace = !node.faults.noSpace;
                case 2 -> node.faults.denied.add(random.nextBoolean() ? "a" : "b");
                default -> node.faults.denied.clear();
            }
            trace.add(
                    node.zone.value(),
                    "faults: unavailable=" + node.faults.unavailable + " noSpace=" + node.faults.noSpace + " denied="
                            + node.faults.denied);
        }
        if (chance(trouble.proposals())) {
            agreement.quorum = !agreement.quorum;
            trace.add("", agreement.quorum ? "QUORUM" : "QUORUM LOST");
        }
    }

    private void lose(SimNode node) {
        switch (random.nextInt(4)) {
            case 0 -> backups.set(places.indexOf(node.place), node.disk.backup());
            case 1, 2 -> {
                while (node.deliver()) {
                    // what others have is looked at as of now
                }
                if (agreement.isIdle(node.id.value()) && isAllElsewhere(node)) {
                    node.loseRecords(random.nextBoolean() ? null : backups.get(places.indexOf(node.place)));
                }
            }
            default -> trimWithout(node);
        }
    }

    /** Whether others have every agreed content, so that nothing is lost with this zone's own. */
    private boolean isAllElsewhere(SimNode node) {
        return node.agreed.all(Tables.INODES).values().stream().allMatch(row -> {
            Inode inode = (Inode) row;
            return inode.content() == null
                    || nodes.stream().anyMatch(other -> other != node && other.holds(inode.id(), inode.content()));
        });
    }

    /** A zone is waited for no longer, and the journal is trimmed up to where all others are: it has to reconcile. */
    void trimWithout(SimNode absent) {
        ZoneRow zone = zoneRow(absent.place);
        if (zone != null) {
            Version all = new Version(Long.MAX_VALUE);
            trace.add("", "TRIM without waiting for " + absent.zone);
            agreement.log.add(new Command.RequireReconcile(SimNode.RULE, absent.zone, zone.heardMillis()));
            agreement.log.add(new Command.Trim(SimNode.RULE, all, all));
        }
    }

    /** Ends users and faults, waits until nothing happens any more, and checks what must hold then. */
    void settle() {
        trace.add("", "==== users and faults end ====");
        if (late) {
            addLateZone();
        }
        agreement.quorum = true;
        agreement.trouble = 0;
        fetchTrouble = 0;
        nodes.forEach(node -> {
            node.faults.clear();
            node.down = false;
            remember(node, Area.TREE);
            remember(node, Area.HELD);
        });
        long end = clock.nanos() + SETTLE_MILLIS_MAX * 1_000_000;
        long quietSince = clock.nanos();
        while (clock.nanos() - quietSince < QUIET_MILLIS * 1_000_000) {
            if (turn()) {
                quietSince = clock.nanos();
            }
            if (clock.nanos() > end) {
                throw new AssertionError("does not come to an end");
            }
            clock.advanceMillis(250);
            if (keeping.isOn) {
                keeping.lead();
            }
        }
        check();
        keeping.check();
    }

    private void remember(SimNode node, Area area) {
        List<byte[]> all = new ArrayList<>();
        node.disk.collect(node.disk.roots.get(area), all, new HashSet<>());
        all.forEach(data -> atTheEnd.add(Contents.digest(data)));
    }

    /** Everything that can be done at this time. @return whether anything was proposed or is not shown yet */
    boolean turn() {
        int before = agreement.proposed;
        boolean any = true;
        for (int n = 0; n < 200 && any; n++) {
            any = false;
            for (SimNode node : nodes) {
                while (!node.place.hints.isEmpty()) {
                    node.place.hint();
                }
                while (!node.work.isIdle()) {
                    work(node);
                    any = true;
                }
                while (node.deliver()) {
                    any = true;
                }
                while (node.copy.step()) {
                    any = true;
                }
                any |= node.poll();
            }
            agreement.settle();
        }
        if (any) {
            trace.add("", "BUSY for ever at one time");
            if (++busyForEver == 20) {
                throw new AssertionError("is busy without end at one time");
            }
        }
        return any || agreement.proposed != before || nodes.stream().anyMatch(this::isBusy);
    }

    private boolean isBusy(SimNode node) {
        if (node.writer.state() == LocationWriter.State.FOLLOWING && node.place.nodes.size() > 1) {
            return false;
        }
        return node.isBehind()
                || !node.stored().all(ShownTables.HOLES).isEmpty()
                || !node.stored().all(ShownTables.PENDING).isEmpty();
    }

    private void check() {
        for (SimNode node : nodes) {
            node.checkRecords();
            if (!node.agreed.sameAs(nodes.getFirst().agreed, Tables.ALL)) {
                throw new AssertionError("the agreed tables differ in " + node.zone);
            }
            same("agreed and " + node.zone, tree(node), node.disk.print(Area.TREE));
            same("held in " + node.zone, Map.of(), node.disk.print(Area.HELD));
            same("staged in " + node.zone, Map.of(), node.disk.print(Area.STAGE));
            List<byte[]> trash = new ArrayList<>();
            node.disk.collect(node.disk.roots.get(Area.TRASH), trash, new HashSet<>());
            for (byte[] data : trash) {
                if (!agreedContents.contains(Contents.digest(data))) {
                    throw new AssertionError("I4: in the trash without having been agreed: " + Contents.text(data));
                }
            }
        }
        for (Digest digest : atTheEnd) {
            if (!agreedContents.contains(digest)) {
                throw new AssertionError("I4: lay in a tree at the end, and was never agreed: " + digest);
            }
        }
    }

    private static void same(String what, Map<String, String> expected, Map<String, String> actual) {
        if (!expected.equals(actual)) {
            TreeMap<String, String> missing = new TreeMap<>(expected);
            missing.entrySet().removeAll(actual.entrySet());
            TreeMap<String, String> extra = new TreeMap<>(actual);
            extra.entrySet().removeAll(expected.entrySet());
            throw new AssertionError("I3: " + what + " differ: missing " + missing + ", extra " + extra);
        }
    }

    /** The agreed tree by path, as a disk prints it. */
    private Map<String, String> tree(SimNode node) {
        Map<String, String> lines = new TreeMap<>();
        RuleRow rule = node.agreed.get(Tables.RULES, SimNode.RULE);
        collect(node, rule.root(), "", lines);
        return lines;
    }

    private void collect(SimNode node, FileId directory, String path, Map<String, String> lines) {
        node.agreed.all(Tables.CHILDREN).forEach((key, value) -> {
            Tables.ChildKey child = (Tables.ChildKey) key;
            if (child.parent().equals(directory)) {
                Inode inode = node.agreed.get(Tables.INODES, (FileId) value);
                String at = path.isEmpty() ? child.name().value() : path + "/" + child.name();
                lines.put(at, describe(inode));
                collect(node, inode.id(), at, lines);
            }
        });
    }

    private String describe(Inode inode) {
        String mode = Integer.toOctalString(inode.attributes().mode());
        return switch (inode.kind()) {
            case DIRECTORY -> "dir " + mode;
            case SYMLINK -> "link " + inode.target();
            case FILE ->
                "file " + mode + " " + inode.length() + " "
                        + text(inode.content().digest());
        };
    }

    private String text(Digest digest) {
        return nodes.stream()
                .map(node -> node.judge.text(digest))
                .filter(text -> text != null)
                .findFirst()
                .orElse("unknown " + digest);
    }

    /** Everything that helps to see what went wrong. */
    String dump() {
        StringBuilder text = new StringBuilder(trace.toString());
        for (SimNode node : nodes) {
            text.append("\n=== ").append(node.id).append(' ').append(node.writer.state());
            text.append(" low water ").append(node.shown().cursor().lowWater());
            text.append(" of ").append(node.applied);
            text.append("\n tree ").append(node.disk.print(Area.TREE));
            text.append("\n reconciling ").append(node.shown().reconciling());
            text.append("\n held ").append(node.disk.print(Area.HELD));
            text.append("\n agreed ").append(tree(node));
            node.stored()
                    .all(ShownTables.ENTRIES)
                    .values()
                    .forEach(entry -> text.append("\n   ").append(entry));
            node.stored()
                    .all(ShownTables.PENDING)
                    .forEach((key, value) ->
                            text.append("\n   pending ").append(key).append(' ').append(value));
            node.stored()
                    .all(ShownTables.HOLES)
                    .forEach((key, value) ->
                            text.append("\n   hole ").append(key).append(' ').append(value));
        }
        return shorten(text.toString());
    }

    private String shorten(String text) {
        String plain = text.replaceAll("Attributes\\[mode=(-?\\d+), owner=, group=, mtimeNanos=(\\d+)\\]", "@$1")
                .replaceAll("kind=|name=|content=null, |target=null, |target=null|file=Known\\[file=([0-9.]+)\\]", "$1")
                .replaceAll("Seen\\[version=([0-9.]+)\\]|Known\\[file=([0-9.]+)\\]", "$1$2")
                .replace("1700000", "~");
        return java.util.regex.Pattern.compile("[0-9a-f]{64}")
                .matcher(plain)
                .replaceAll(match -> "'" + text(Digest.parse(match.group())) + "'");
    }
}
