package org.onecopy.simulation;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.onecopy.core.Preserve;
import org.onecopy.core.namespace.Command;
import org.onecopy.core.namespace.RuleDefinition;
import org.onecopy.core.namespace.Tables;
import org.onecopy.core.namespace.ZoneRow;
import org.onecopy.core.shown.ShownTables;
import org.onecopy.model.Digest;
import org.onecopy.model.RuleName;
import org.onecopy.model.ZoneName;
import org.onecopy.writer.LocationWriter;

/** Three zones under one rule, moved by one source of randomness: users, hints, proposals, work, stops and faults in any order. */
final class Simulation {
    /** What may go wrong, each from 0 (never) to 1. */
    record Trouble(double hints, double proposals, double fetches, double kills, double power, double faults) {
        static final Trouble NONE = new Trouble(0, 0, 0, 0, 0, 0);
    }

    static final String LEADER = "leader";
    private static final long QUIET_MILLIS = 25_000;
    private static final long SETTLE_MILLIS_MAX = 900_000;

    final SimClock clock = new SimClock();
    final Random random;
    final Trace trace = new Trace(clock);
    final SimAgreement agreement;
    final Set<Digest> agreedContents = new HashSet<>();
    final Set<Digest> lostContents = new HashSet<>();

    /** What decay has left in files, of which no record may tell. */
    final Set<Digest> decayed = new HashSet<>();

    final List<Integer> counter = new ArrayList<>(List.of(0));
    final List<SimPlace> places = new ArrayList<>();
    final List<SimNode> nodes = new ArrayList<>();
    boolean trashServes;
    double fetchTrouble;

    /** How often records are lost, storages restored, and the journal trimmed without waiting for everybody. */
    double losses;

    /** The last zone is added to the rule only while the others are at work. */
    boolean late;

    /** Each zone's users work in a directory of their own, so that nobody has a cause for conflicts. */
    boolean corners;

    /** The rule preserves access control lists and extended attributes, and users set some. */
    boolean preserves;

    /** A zone has gone on without records, which may bring back what its users had removed (H83). */
    boolean recordsLost;

    final SimOffices offices = new SimOffices(this);
    final SimLosses loss = new SimLosses(this);
    private final SimChecks checks = new SimChecks(this);
    private RuleDefinition rule;
    private int busyForEver;
    private final List<SimUsers> users = new ArrayList<>();
    final SimKeeping keeping;
    private final Trouble trouble;

    /** How often the whole tree is looked at: never but at the beginning of epochs, where no hint is lost. */
    final long scanNanos;

    /** Three zones with a node each. */
    Simulation(long seed, Trouble trouble) {
        this(seed, trouble, 1, false, trouble.hints() > 0);
    }

    /** Three zones with a node each, which scan every few seconds: for things of which nothing hints. */
    static Simulation scanning(long seed) {
        return new Simulation(seed, Trouble.NONE, 1, false, true);
    }

    /** @param keeps whether the log is trimmed and the trash is emptied meanwhile */
    Simulation(long seed, Trouble trouble, boolean keeps) {
        this(seed, trouble, 1, keeps, trouble.hints() > 0);
    }

    /** @param nodesOfFirst how many nodes the first of the three zones has */
    Simulation(long seed, Trouble trouble, int nodesOfFirst) {
        this(seed, trouble, nodesOfFirst, false, trouble.hints() > 0);
    }

    private Simulation(long seed, Trouble trouble, int nodesOfFirst, boolean keeps, boolean scans) {
        this.trouble = trouble;
        scanNanos = scans ? 5_000_000_000L : 1_000_000_000_000_000L;
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
                guard,
                preserves ? Set.of(Preserve.ACL, Preserve.XATTRS) : Set.of());
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
                        rule.guard(),
                        rule.preserve()),
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
            offices.between(places.getFirst()
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

    /** As the node that has applied most sees it. */
    ZoneRow zoneRow(SimPlace place) {
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
            loss.lose(node);
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
            checks.remember(node);
        });
        places.forEach(checks::remember);
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
        checks.check();
        keeping.check();
    }

    /** After {@link #settle}: users go on, and faults come again. */
    void restoreTrouble() {
        agreement.trouble = trouble.proposals();
        fetchTrouble = trouble.fetches();
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

    /** Everything that helps to see what went wrong. */
    String dump() {
        return new SimDump(this).text();
    }
}
