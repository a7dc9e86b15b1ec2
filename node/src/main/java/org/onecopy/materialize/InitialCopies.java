package org.onecopy.materialize;

import org.jspecify.annotations.Nullable;
import org.onecopy.core.Content;
import org.onecopy.core.Kind;
import org.onecopy.core.namespace.Effect;
import org.onecopy.core.namespace.MigrationRow;
import org.onecopy.core.namespace.MigrationRow.Amount;
import org.onecopy.core.namespace.MigrationRow.Arrived;
import org.onecopy.core.shown.Migrating;
import org.onecopy.location.Location;
import org.onecopy.model.Version;

/**
 * What lay in other zones before a migration began: counts what of it comes to this zone, and says what is held up and what goes first.
 * Used by the writer's thread alone.
 */
public final class InitialCopies {
    /** The code of a hole that waits because a migration is paused, or was cancelled. */
    static final String HELD_UP = "migration-paused";

    static final String HELD_UP_MESSAGE =
            "its first copy waits while the migration is paused or after it was cancelled; see onecopy migrate show";

    /** Contents of live changes go before all of migrations. */
    private static final int LIVE_PRIORITY = MigrationRow.PRIORITY_MAX + 1;

    private final Location location;
    private @Nullable MigrationRow row;

    InitialCopies(Location location) {
        this.location = location;
    }

    /** Follows what is agreed. @return whether something is held up from now on that was not */
    boolean follow(@Nullable MigrationRow now) {
        boolean before = holdsUp();
        row = now;
        return !before && holdsUp();
    }

    /** Whether what is not here yet is held up. */
    public boolean holdsUp() {
        return row != null && row.holds();
    }

    /** What has come to this zone so far; null where nothing has, or no migration is known. */
    public static @Nullable Migrating noted(Location location, MigrationRow row) {
        Migrating noted = location.shown().migrating();
        return noted != null && noted.migration().equals(row.at()) ? noted : null;
    }

    private boolean isInitial(Item item) {
        return row != null
                && !item.mends
                && item.journal.effect() instanceof Effect.Created created
                && !location.zone().equals(item.journal.origin())
                && row.isInitial(
                        created.kind(),
                        item.journal.origin(),
                        item.version,
                        created.attributes().mtimeNanos());
    }

    /** Whether an item may not ask for its content now. */
    boolean holdsUp(Item item) {
        Content content = item.content;
        return holdsUp() && !item.goesFirst && content != null && content.inline() == null && isInitial(item);
    }

    /** Contents with a higher one are asked for first. */
    int priority(Item item) {
        return row != null && row.isOpen() && !item.goesFirst && isInitial(item) ? row.priority() : LIVE_PRIORITY;
    }

    /** An item is shown: its record, and what is noted here, are written by one commit. */
    void shown(Item item) {
        MigrationRow migration = row;
        if (migration == null
                || migration.state() == MigrationRow.State.DONE
                || !isInitial(item)
                || !(item.journal.effect() instanceof Effect.Created created)) {
            return;
        }
        Content content = created.content();
        long bytes = content == null ? 0 : content.length();
        Migrating before = noted(location, migration);
        Migrating noted = before == null ? agreed(migration) : before;
        boolean isHere = item.content != null || created.kind() == Kind.SYMLINK;
        if (item.isUsed) {
            noted = with(noted, noted.adopted(), noted.brought().plus(1, bytes), noted.overtaken());
        } else if (isHere && item.mergedInto == null && !item.isLost) {
            noted = with(noted, noted.adopted().plus(1, bytes), noted.brought(), noted.overtaken());
        } else if (!item.whole) {
            noted = with(
                    noted, noted.adopted(), noted.brought(), noted.overtaken().plus(1, bytes));
        }
        location.shown().put(noted);
    }

    private static Migrating with(Migrating noted, Amount adopted, Amount brought, Amount overtaken) {
        return new Migrating(noted.migration(), adopted, brought, overtaken);
    }

    /** Where another node was the writer, and its records did not come here, what it said last is gone on with. */
    private Migrating agreed(MigrationRow migration) {
        MigrationRow.Share share = migration.shares().get(location.zone());
        Arrived arrived = share == null ? Arrived.NOTHING : share.arrived();
        Version at = migration.at();
        return new Migrating(at, arrived.adopted(), arrived.brought(), arrived.overtaken());
    }
}
