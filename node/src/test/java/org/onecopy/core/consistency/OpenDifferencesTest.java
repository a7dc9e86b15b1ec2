package org.onecopy.core.consistency;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.onecopy.core.consistency.OpenDifferences.InZone;
import org.onecopy.core.namespace.CheckRow;
import org.onecopy.core.namespace.CheckShare;
import org.onecopy.core.namespace.RepairRow;
import org.onecopy.core.namespace.RepairShare;
import org.onecopy.core.namespace.Tables;
import org.onecopy.core.namespace.Tables.JournalKey;
import org.onecopy.core.table.Overlay;
import org.onecopy.index.MemoryTableStore;
import org.onecopy.index.Schema;
import org.onecopy.model.NodeId;
import org.onecopy.model.RuleId;
import org.onecopy.model.Version;
import org.onecopy.model.ZoneName;

/** What checks have found, and what counts of it. */
final class OpenDifferencesTest {
    private static final RuleId RULE = new RuleId(7);
    private static final ZoneName OSLO = new ZoneName("oslo");
    private static final ZoneName LYON = new ZoneName("lyon");
    private static final NodeId NODE = new NodeId("n");

    private final MemoryTableStore tables = new MemoryTableStore(Schema.MEMBERSHIP);
    private long index;

    private Version check(String path, boolean digests, ZoneName zone, long found, boolean done) {
        CheckShare.Counts counts = new CheckShare.Counts(1, 1, 0, found, 0, 0, 0, 0, 0);
        NavigableMap<ZoneName, CheckShare> shares = new TreeMap<>();
        shares.put(OSLO, null);
        shares.put(LYON, null);
        shares.put(zone, new CheckShare(NODE, done, counts, "", 1, "", ""));
        Version version = new Version(++index);
        Overlay changes = new Overlay(tables);
        changes.put(Tables.CHECKS, new JournalKey(RULE, version), new CheckRow(path, digests, "me", 1, null, shares));
        tables.write(changes.changes(), false);
        return version;
    }

    private void repair(Version check, String path, ZoneName zone, long mended, long left) {
        RepairShare.Counts counts = new RepairShare.Counts(mended + left, mended, left, 0, 0, 0, 0);
        NavigableMap<ZoneName, RepairShare> shares = new TreeMap<>();
        shares.put(zone, new RepairShare(NODE, true, counts, 1, 2, ""));
        RepairRow row = new RepairRow(check, path, RepairRow.Source.AGREED, null, "me", 1, null, shares);
        Overlay changes = new Overlay(tables);
        changes.put(Tables.REPAIRS, new JournalKey(RULE, new Version(++index)), row);
        tables.write(changes.changes(), false);
    }

    private List<InZone> open(ZoneName zone) {
        InZone open = OpenDifferences.of(tables, RULE).get(zone);
        return open == null ? List.of() : List.of(open);
    }

    @Test
    void count_once_the_zone_is_done_and_until_a_later_check_finds_none() {
        assertThat(open(LYON)).isEmpty();
        check("", true, LYON, 4, false);
        assertThat(open(LYON)).as("it still looks").isEmpty();
        Version found = check("", true, LYON, 3, true);
        assertThat(open(LYON)).containsExactly(new InZone(3, found));
        assertThat(open(OSLO)).isEmpty();
        assertThat(OpenDifferences.of(tables, new RuleId(6))).isEmpty();
        check("", true, LYON, 0, false);
        assertThat(open(LYON)).as("the later one still looks").containsExactly(new InZone(3, found));
        check("", true, OSLO, 0, true);
        assertThat(open(LYON)).as("the later one is about another zone").containsExactly(new InZone(3, found));
        check("", true, LYON, 0, true);
        assertThat(open(LYON)).isEmpty();
    }

    @Test
    void are_not_ended_by_a_check_of_less() {
        Version found = check("", true, LYON, 3, true);
        check("2025", true, LYON, 0, true);
        check("", false, LYON, 0, true);
        assertThat(open(LYON)).as("a part, and without reading contents").containsExactly(new InZone(3, found));
        Version more = check("2026", true, LYON, 2, true);
        assertThat(open(LYON)).containsExactly(new InZone(5, more));
        check("202", true, LYON, 0, true);
        check("2026", true, LYON, 0, true);
        assertThat(open(LYON)).containsExactly(new InZone(3, found));
    }

    @Test
    void are_ended_by_a_repair_but_for_what_it_left() {
        Version found = check("", true, LYON, 5, true);
        repair(found, "2025", LYON, 2, 0);
        assertThat(open(LYON)).containsExactly(new InZone(3, found));
        repair(found, "2025", LYON, 2, 0);
        assertThat(open(LYON)).as("the same ones again").containsExactly(new InZone(3, found));
        repair(found, "2026", LYON, 2, 1);
        assertThat(open(LYON)).containsExactly(new InZone(1, found));
        repair(found, "", OSLO, 1, 0);
        assertThat(open(LYON)).as("of another zone").containsExactly(new InZone(1, found));
        repair(found, "", LYON, 5, 0);
        assertThat(open(LYON)).isEmpty();
    }
}
