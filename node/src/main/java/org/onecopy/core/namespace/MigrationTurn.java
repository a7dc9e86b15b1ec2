package org.onecopy.core.namespace;

import java.util.Iterator;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.onecopy.core.Content;
import org.onecopy.core.Kind;
import org.onecopy.core.namespace.MigrationRow.Amount;
import org.onecopy.core.namespace.MigrationRow.Share;
import org.onecopy.core.namespace.MigrationRow.State;
import org.onecopy.core.namespace.Tables.JournalKey;
import org.onecopy.core.namespace.Tables.ZoneKey;
import org.onecopy.model.FileId;
import org.onecopy.model.RuleId;
import org.onecopy.model.Version;
import org.onecopy.model.ZoneName;

/** The commands about migrations, and what other commands mean for one that is under way. */
final class MigrationTurn {
    /** So many inodes are looked at for what was found before a migration began; of more, the rest is not counted as found. */
    static final int COUNTED_MAX = 9_000;

    private final Turn turn;

    MigrationTurn(Turn turn) {
        this.turn = turn;
    }

    /** Nothing where one of the rule has not ended. */
    void begin(Command.BeginMigration command) {
        RuleRow rule = turn.tables.get(Tables.RULES, command.rule());
        MigrationRow before = turn.tables.get(Tables.MIGRATIONS, command.rule());
        if (rule == null || rule.removed() || (before != null && before.isOpen())) {
            return;
        }
        turn.touch(command.rule());
        Version at = turn.nextVersion();
        NavigableMap<ZoneName, Share> shares = new TreeMap<>();
        command.behind().forEach((zone, behind) -> shares.put(zone, Share.begun(Version.NONE, behind)));
        for (Iterator<Map.Entry<ZoneKey, ZoneRow>> zones = Passed.zones(turn.tables, command.rule());
                zones.hasNext(); ) {
            Map.Entry<ZoneKey, ZoneRow> each = zones.next();
            ZoneName zone = each.getKey().zone();
            Version joined = each.getValue().state() == ZoneRow.State.JOINING ? Version.NONE : at;
            shares.put(zone, Share.begun(joined, command.behind().getOrDefault(zone, Amount.NONE)));
        }
        countFound(command.rule(), rule.root(), shares);
        turn.tables.put(
                Tables.MIGRATIONS,
                command.rule(),
                new MigrationRow(
                        at,
                        command.by(),
                        turn.monotonic(command.timeMillis()),
                        command.priority(),
                        State.RUNNING,
                        "",
                        Version.NONE,
                        0,
                        shares));
    }

    /** A rule that was just made may have been quicker than its migration. */
    private void countFound(RuleId rule, FileId root, NavigableMap<ZoneName, Share> shares) {
        for (Map.Entry<FileId, Inode> row : turn.tables.first(COUNTED_MAX, Tables.INODES, root, null)) {
            Inode inode = row.getValue();
            if (inode.rule().equals(rule) && inode.isLive() && !inode.isDirectory()) {
                shares.computeIfPresent(
                        inode.origin(), (zone, share) -> share.isCompared() ? share : found(share, inode.content()));
            }
        }
    }

    private static Share found(Share share, @Nullable Content content) {
        return new Share(
                share.joined(),
                share.behind(),
                share.offered(),
                share.found().plus(1, lengthOf(content)),
                share.equal(),
                share.kept(),
                share.arrived());
    }

    private static long lengthOf(@Nullable Content content) {
        return content == null ? 0 : content.length();
    }

    /** Somebody pauses it, lets it go on, ends it, or gives it another priority. Nothing where it has ended. */
    void steer(Command.SteerMigration command) {
        MigrationRow row = turn.tables.get(Tables.MIGRATIONS, command.rule());
        if (row == null || !row.at().equals(command.migration()) || !row.isOpen()) {
            return;
        }
        State wanted = command.state();
        State state = wanted == null ? row.state() : wanted;
        boolean isOther = state != row.state();
        int priority = command.priority() == 0 ? row.priority() : command.priority();
        turn.touch(command.rule());
        turn.tables.put(
                Tables.MIGRATIONS,
                command.rule(),
                row.steered(state, priority, isOther ? command.by() : row.stateBy()));
    }

    /** What a zone's writer says. */
    void report(Command.ReportMigration command) {
        MigrationRow row = turn.tables.get(Tables.MIGRATIONS, command.rule());
        ZoneRow zone = turn.tables.get(Tables.ZONES, new ZoneKey(command.rule(), command.zone()));
        if (row == null
                || !row.at().equals(command.migration())
                || row.state() == State.DONE
                || zone == null
                || zone.epoch() != command.epoch()) {
            return;
        }
        turn.touch(command.rule());
        turn.tables.put(
                Tables.MIGRATIONS,
                command.rule(),
                row.with(command.zone(), share -> share.withArrived(command.arrived())));
    }

    /** A zone has come into the rule. */
    void add(ZoneKey zone, Amount behind) {
        MigrationRow row = turn.tables.get(Tables.MIGRATIONS, zone.rule());
        if (row != null && row.isOpen() && !row.shares().containsKey(zone.zone())) {
            turn.tables.put(
                    Tables.MIGRATIONS, zone.rule(), row.withZone(zone.zone(), Share.begun(Version.NONE, behind)));
        }
    }

    /** A zone has gone out of the rule. */
    void drop(ZoneKey zone) {
        MigrationRow row = turn.tables.get(Tables.MIGRATIONS, zone.rule());
        if (row != null && row.shares().containsKey(zone.zone())) {
            turn.tables.put(Tables.MIGRATIONS, zone.rule(), row.without(zone.zone()));
        }
    }

    /** A zone has said how far it is, and its row says so already: perhaps it was the last. */
    void follow(ZoneKey key, ZoneRow zone) {
        MigrationRow row = turn.tables.get(Tables.MIGRATIONS, key.rule());
        Share share = row == null ? null : row.shares().get(key.zone());
        if (row == null || share == null || !row.isOpen()) {
            return;
        }
        MigrationRow now = row;
        if (!share.isCompared() && zone.state() == ZoneRow.State.ACTIVE) {
            Version at = turn.nextVersion();
            now = row.with(key.zone(), before -> before.withJoined(at));
        }
        Version end = end(key.rule(), now);
        if (end != null) {
            now = now.ended(end, zone.progress().timeMillis());
        }
        if (!now.equals(row)) {
            turn.tables.put(Tables.MIGRATIONS, key.rule(), now);
        }
    }

    /** The place in the order at which every zone had compared its tree, where every zone shows all up to there; else null. */
    private @Nullable Version end(RuleId rule, MigrationRow row) {
        Version end = Version.NONE;
        for (Iterator<Map.Entry<ZoneKey, ZoneRow>> zones = Passed.zones(turn.tables, rule); zones.hasNext(); ) {
            Share share = row.shares().get(zones.next().getKey().zone());
            if (share == null || !share.isCompared()) {
                return null;
            }
            end = Version.max(end, share.joined());
        }
        for (Iterator<Map.Entry<ZoneKey, ZoneRow>> zones = Passed.zones(turn.tables, rule); zones.hasNext(); ) {
            ZoneRow zone = zones.next().getValue();
            if (zone.state() != ZoneRow.State.ACTIVE
                    || isAnythingBefore(rule, zone.progress().passed(), end)) {
                return null;
            }
        }
        return end;
    }

    /** Whether anything was agreed after one place and not after another. */
    private boolean isAnythingBefore(RuleId rule, Version passed, Version end) {
        return end.isAfter(passed)
                && turn.tables
                        .scan(Tables.JOURNAL, new JournalKey(rule, passed.next()), new JournalKey(rule, end.next()))
                        .hasNext();
    }

    /** What one proposal of a zone that compares its tree for the first time has found, gathered. */
    static final class Count {
        private final @Nullable MigrationRow row;
        private final ZoneName zone;
        private Amount offered = Amount.NONE;
        private Amount found = Amount.NONE;
        private Amount equal = Amount.NONE;
        private Amount kept = Amount.NONE;

        /** @param row the rule's migration; null where there is none */
        Count(@Nullable MigrationRow row, ZoneKey key, ZoneRow zone) {
            boolean counts = row != null && row.isOpen() && zone.state() == ZoneRow.State.JOINING;
            this.row = counts ? row : null;
            this.zone = key.zone();
        }

        void add(Operation operation, Outcome outcome) {
            if (row == null
                    || !(operation instanceof Operation.Create create)
                    || create.kind() == Kind.DIRECTORY
                    || !row.isOld(create.attributes().mtimeNanos())) {
                return;
            }
            long bytes = lengthOf(create.content());
            switch (outcome.status()) {
                case STOOD -> offered = offered.plus(1, bytes);
                case SAME -> equal = equal.plus(1, bytes);
                case CONFLICT_COPY -> {
                    offered = offered.plus(1, bytes);
                    kept = kept.plus(1, bytes);
                }
                case REFUSED, HELD -> {
                    return;
                }
            }
            found = found.plus(1, bytes);
        }

        void put(Turn turn, RuleId rule) {
            if (row == null || found.equals(Amount.NONE)) {
                return;
            }
            turn.tables.put(
                    Tables.MIGRATIONS,
                    rule,
                    row.with(
                            zone,
                            share -> new Share(
                                    share.joined(),
                                    share.behind(),
                                    share.offered().plus(offered),
                                    share.found().plus(found),
                                    share.equal().plus(equal),
                                    share.kept().plus(kept),
                                    share.arrived())));
        }
    }
}
