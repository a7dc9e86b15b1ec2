package org.onecopy.core.namespace;

import java.util.Iterator;
import java.util.Map;
import org.onecopy.core.namespace.Tables.HeldKey;
import org.onecopy.core.namespace.Tables.ZoneKey;
import org.onecopy.core.table.TableView;
import org.onecopy.model.RuleId;
import org.onecopy.model.Version;
import org.onecopy.model.ZoneName;

/** How far all zones of a rule have come: what lies up to there is needed by none of them any more (H20). */
public final class Passed {
    private static final ZoneName FIRST = new ZoneName("a");

    private Passed() {}

    /** The zones of a rule, in the order of their names. */
    public static Iterator<Map.Entry<ZoneKey, ZoneRow>> zones(TableView tables, RuleId rule) {
        return tables.scan(Tables.ZONES, new ZoneKey(rule, FIRST), new ZoneKey(new RuleId(rule.value() + 1), FIRST));
    }

    /**
     * Everything up to here is shown in every zone, without a hole; a zone that must reconcile does not count, because it will not
     * read the journal again. {@link Version#NONE} where no zone counts.
     */
    public static Version byAll(TableView tables, RuleId rule) {
        Version least = null;
        for (Iterator<Map.Entry<ZoneKey, ZoneRow>> rows = zones(tables, rule); rows.hasNext(); ) {
            ZoneRow row = rows.next().getValue();
            if (row.state() != ZoneRow.State.MUST_RECONCILE) {
                Version passed = row.progress().passed();
                least = least == null || least.isAfter(passed) ? passed : least;
            }
        }
        return least == null ? Version.NONE : least;
    }

    /**
     * Whether a guard holds anything, or something waits in a fenced zone: that may be about something removed or overwritten long ago, which
     * is kept so long.
     */
    public static boolean isAnythingHeld(TableView tables, RuleId rule) {
        for (Iterator<Map.Entry<ZoneKey, ZoneRow>> zones = zones(tables, rule); zones.hasNext(); ) {
            ZoneKey zone = zones.next().getKey();
            FenceRow fence = tables.get(Tables.FENCES, zone);
            if (fence != null && fence.mayHold()) {
                return true;
            }
            HeldKey from = new HeldKey(zone, Version.NONE);
            if (tables.scan(Tables.HELD, from, new HeldKey(zone, new Version(Long.MAX_VALUE)))
                    .hasNext()) {
                return true;
            }
        }
        return false;
    }
}
