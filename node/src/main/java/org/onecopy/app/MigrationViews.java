package org.onecopy.app;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.onecopy.core.namespace.MigrationRow;
import org.onecopy.core.namespace.MigrationRow.Amount;
import org.onecopy.core.namespace.MigrationRow.Arrived;
import org.onecopy.core.namespace.MigrationRow.Share;
import org.onecopy.core.namespace.Passed;
import org.onecopy.core.namespace.RuleRow;
import org.onecopy.core.namespace.Tables;
import org.onecopy.core.namespace.Tables.ZoneKey;
import org.onecopy.core.namespace.ZoneRow;
import org.onecopy.core.registry.Reservation;
import org.onecopy.core.table.TableView;
import org.onecopy.model.ByteCount;
import org.onecopy.model.Version;
import org.onecopy.model.ZoneName;
import org.onecopy.model.api.MigrationState;
import org.onecopy.model.api.MigrationView;
import org.onecopy.model.api.MigrationZoneState;
import org.onecopy.model.api.MigrationZoneView;

/** How far a migration is, for people. */
final class MigrationViews {
    private static final Duration SILENCE_MAX = Duration.ofSeconds(30);

    private final InstantSource clock;

    MigrationViews(InstantSource clock) {
        this.clock = clock;
    }

    MigrationView view(TableView tables, Reservation reservation, MigrationRow row) {
        RuleRow rule = tables.get(Tables.RULES, reservation.rule());
        ZoneName source = rule == null ? null : rule.definition().source();
        List<MigrationZoneView> zones = new ArrayList<>();
        for (Iterator<Map.Entry<ZoneKey, ZoneRow>> all = Passed.zones(tables, reservation.rule()); all.hasNext(); ) {
            Map.Entry<ZoneKey, ZoneRow> zone = all.next();
            Share share = row.shares().get(zone.getKey().zone());
            if (share != null) {
                zones.add(zone(row, zone.getKey().zone(), zone.getValue(), share, source));
            }
        }
        boolean isDone = row.state() == MigrationRow.State.DONE;
        return new MigrationView(
                reservation.definition().name(),
                row.at(),
                row.by(),
                Instant.ofEpochMilli(row.startedMillis()),
                row.priority(),
                MigrationState.valueOf(row.state().name()),
                row.stateBy().isEmpty() ? null : row.stateBy(),
                isDone ? row.end() : null,
                isDone ? Instant.ofEpochMilli(row.endedMillis()) : null,
                zones);
    }

    private MigrationZoneView zone(
            MigrationRow row, ZoneName name, ZoneRow zone, Share share, @Nullable ZoneName source) {
        Arrived arrived = share.arrived();
        boolean isDone = row.state() == MigrationRow.State.DONE;
        // what others have found and this zone has passed is here, whatever was counted
        boolean hasAll = isDone || hasAll(row, name, zone, share);
        Amount toGo = hasAll ? Amount.NONE : row.toGo(name);
        MigrationZoneState state = isDone
                ? MigrationZoneState.DONE
                : row.holds() && !(hasAll && share.isCompared())
                        ? MigrationZoneState.HELD
                        : !share.isCompared()
                                ? MigrationZoneState.COMPARING
                                : toGo.files() > 0 ? MigrationZoneState.BRINGING : MigrationZoneState.WAITING;
        Amount perMinute = isDone ? Amount.NONE : arrived.perMinute();
        return new MigrationZoneView(
                name,
                state,
                isDone ? null : reason(row, name, zone, share, source, state),
                share.found().files(),
                new ByteCount(share.found().bytes()),
                share.equal().files(),
                share.kept().files(),
                arrived.adopted().files(),
                new ByteCount(arrived.adopted().bytes()),
                arrived.brought().files(),
                new ByteCount(arrived.brought().bytes()),
                arrived.overtaken().files(),
                toGo.files(),
                new ByteCount(toGo.bytes()),
                perMinute.files(),
                new ByteCount(perMinute.bytes() / 60),
                secondsLeft(toGo, perMinute),
                arrived.timeMillis() == 0 ? null : Instant.ofEpochMilli(arrived.timeMillis()));
    }

    /** Whether a zone shows all that the others have found, where these have found all that they will. */
    private static boolean hasAll(MigrationRow row, ZoneName name, ZoneRow zone, Share share) {
        Version last = row.at();
        for (Map.Entry<ZoneName, Share> other : row.shares().entrySet()) {
            if (!other.getKey().equals(name)) {
                if (!other.getValue().isCompared()) {
                    return false;
                }
                last = Version.max(last, other.getValue().joined());
            }
        }
        return share.isCompared() && !last.isAfter(zone.progress().passed());
    }

    private @Nullable String reason(
            MigrationRow row,
            ZoneName name,
            ZoneRow zone,
            Share share,
            @Nullable ZoneName source,
            MigrationZoneState state) {
        long silent = clock.instant().toEpochMilli() - zone.progress().timeMillis();
        if (silent > SILENCE_MAX.toMillis() && zone.progress().timeMillis() > 0) {
            return "its writer has not been heard of for " + silent / 1000 + " s";
        }
        if (state == MigrationZoneState.HELD) {
            return (row.state() == MigrationRow.State.PAUSED ? "paused by " : "cancelled by ") + row.stateBy();
        }
        if (zone.progress().parked() > 0) {
            return zone.progress().parked() + " changes are parked here: onecopy parked";
        }
        Share right = source == null ? null : row.shares().get(source);
        boolean waits = right != null && !right.isCompared() && !name.equals(source) && !share.isCompared();
        if (waits) {
            return "zone " + source + " is read first, because its tree is right";
        }
        return state == MigrationZoneState.WAITING ? "other zones are not there yet" : null;
    }

    private static @Nullable Long secondsLeft(Amount toGo, Amount perMinute) {
        if (toGo.files() == 0 || perMinute.files() == 0) {
            return null;
        }
        long byFiles = toGo.files() * 60 / perMinute.files();
        long byBytes = perMinute.bytes() == 0 ? 0 : toGo.bytes() / Math.max(1, perMinute.bytes() / 60);
        return Math.max(byFiles, byBytes);
    }
}
