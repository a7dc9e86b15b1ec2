package org.onecopy.location;

import org.jspecify.annotations.Nullable;
import org.onecopy.core.namespace.FenceRow;
import org.onecopy.core.namespace.MigrationRow;
import org.onecopy.core.namespace.RuleRow;
import org.onecopy.core.namespace.Tables;
import org.onecopy.core.namespace.Tables.ZoneKey;
import org.onecopy.core.namespace.ZoneRow;

/**
 * The rule of a location and this zone in it, as they are agreed. Asked at nearly every step of a writer, so they are read again only
 * once anything is agreed. For one thread.
 */
public final class AgreedRule {
    private final Location location;
    private final ZoneKey key;
    private @Nullable Rows rows;
    private long readAt = -1;

    public AgreedRule(Location location) {
        this.location = location;
        key = new ZoneKey(location.rule(), location.zone());
    }

    /** What is agreed at one moment; null where there is none. */
    public record Rows(
            @Nullable RuleRow rule,
            @Nullable ZoneRow zone,
            @Nullable FenceRow fence,
            @Nullable MigrationRow migration) {}

    /** What is agreed now. */
    public Rows now() {
        long index = location.agreed().index(); // before reading, so that what comes meanwhile is read the next time
        Rows known = rows;
        if (known == null || index < 0 || index != readAt) {
            known = location.agreed()
                    .read(view -> new Rows(
                            view.get(Tables.RULES, location.rule()),
                            view.get(Tables.ZONES, key),
                            view.get(Tables.FENCES, key),
                            view.get(Tables.MIGRATIONS, location.rule())));
            rows = known;
            readAt = index;
        }
        return known;
    }
}
