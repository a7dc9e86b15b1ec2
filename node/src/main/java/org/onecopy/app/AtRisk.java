package org.onecopy.app;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.onecopy.core.Content;
import org.onecopy.core.namespace.Inode;
import org.onecopy.core.namespace.JournalEntry;
import org.onecopy.core.namespace.Tables;
import org.onecopy.core.namespace.Tables.ContentKey;
import org.onecopy.core.namespace.Tables.JournalKey;
import org.onecopy.core.namespace.Tables.ZoneKey;
import org.onecopy.core.namespace.ZoneRow;
import org.onecopy.core.table.TableView;
import org.onecopy.model.FileId;
import org.onecopy.model.RuleId;
import org.onecopy.model.Version;
import org.onecopy.model.ZoneName;

/** Contents that, as far as is agreed, one zone alone holds: written there, and shown by no other zone yet (H10). */
final class AtRisk {
    /** So many are listed at most. */
    static final int PATHS_MAX = 100;

    private AtRisk() {}

    /** Their paths, the oldest first. What came inside proposals is with every member, and is not at risk. */
    static List<String> paths(TableView view, RuleId rule, ZoneName zone) {
        Version held = heldElsewhere(view, rule, zone);
        List<String> paths = new ArrayList<>();
        Iterator<Map.Entry<JournalKey, JournalEntry>> journal = view.scan(
                Tables.JOURNAL, new JournalKey(rule, held.next()), new JournalKey(rule, new Version(Long.MAX_VALUE)));
        while (journal.hasNext() && paths.size() < PATHS_MAX) {
            Map.Entry<JournalKey, JournalEntry> entry = journal.next();
            FileId file = entry.getValue().file();
            Inode inode =
                    file == null || !zone.equals(entry.getValue().origin()) ? null : view.get(Tables.INODES, file);
            if (inode != null
                    && inode.isLive()
                    && inode.written().equals(entry.getKey().version())
                    && inode.length() > 0) {
                Content content = view.get(Tables.CONTENTS, new ContentKey(inode.id(), inode.written()));
                if (content != null && content.inline() == null) {
                    paths.add(RuleLists.path(view, inode.id()));
                }
            }
        }
        return paths;
    }

    /** Up to where some other zone shows everything: what is later may be in this zone alone. Zones with holes prove nothing. */
    private static Version heldElsewhere(TableView view, RuleId rule, ZoneName zone) {
        Version held = Version.NONE;
        var zones = view.scan(
                Tables.ZONES,
                new ZoneKey(rule, new ZoneName("a")),
                new ZoneKey(new RuleId(rule.value() + 1), new ZoneName("a")));
        while (zones.hasNext()) {
            Map.Entry<ZoneKey, ZoneRow> other = zones.next();
            ZoneRow.Progress progress = other.getValue().progress();
            if (!other.getKey().zone().equals(zone) && progress.holes() == 0) {
                held = Version.max(held, progress.lowWater());
            }
        }
        return held;
    }
}
