package org.onecopy.log;

import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.onecopy.core.namespace.Command;
import org.onecopy.core.namespace.MigrationRow;
import org.onecopy.core.namespace.MigrationRow.Amount;
import org.onecopy.core.namespace.MigrationRow.Arrived;
import org.onecopy.core.namespace.MigrationRow.Share;
import org.onecopy.core.shown.Migrating;
import org.onecopy.model.ZoneName;

/** Any legal values about migrations. */
record RandomMigrations(RandomValues random) {
    private Amount amount() {
        return new Amount(random.natural(), random.natural());
    }

    private Arrived arrived() {
        return new Arrived(amount(), amount(), amount(), amount(), random.number());
    }

    private int priority() {
        return MigrationRow.PRIORITY_MIN + random.below(MigrationRow.PRIORITY_MAX);
    }

    private MigrationRow.State state() {
        return random.oneOf(List.of(MigrationRow.State.values()));
    }

    Command command() {
        return random.oneOf(
                () -> new Command.BeginMigration(
                        random.rule(), random.text(9), priority(), random.number(), Map.of(random.zone(), amount())),
                () -> new Command.SteerMigration(
                        random.rule(),
                        random.version(),
                        random.maybe(this::state),
                        random.flag() ? 0 : priority(),
                        random.text(9)),
                () -> new Command.ReportMigration(
                        random.rule(), random.version(), random.zone(), random.natural(), arrived()));
    }

    MigrationRow row() {
        NavigableMap<ZoneName, Share> shares = new TreeMap<>();
        shares.put(
                random.zone(),
                new Share(random.version(), amount(), amount(), amount(), amount(), amount(), arrived()));
        return new MigrationRow(
                random.version(),
                random.text(9),
                random.number(),
                priority(),
                state(),
                random.text(9),
                random.version(),
                random.number(),
                shares);
    }

    Migrating migrating() {
        return new Migrating(random.version(), amount(), amount(), amount());
    }
}
