package org.onecopy.writer;

import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.onecopy.core.namespace.JournalEntry;
import org.onecopy.core.namespace.OpId;
import org.onecopy.core.namespace.Tables;
import org.onecopy.core.namespace.Tables.HeldKey;
import org.onecopy.core.namespace.Tables.JournalKey;
import org.onecopy.core.namespace.Tables.ZoneKey;
import org.onecopy.core.table.TableView;
import org.onecopy.location.Location;
import org.onecopy.model.Version;

/** The operations of this zone that an earlier epoch has brought to an end, although the records do not say so yet. */
final class DecidedOperations {
    private final Location location;

    DecidedOperations(Location location) {
        this.location = location;
    }

    /** Operations of this zone that are agreed and not processed here yet, or held by a guard. */
    Set<OpId> find() {
        ZoneKey key = new ZoneKey(location.rule(), location.zone());
        Version from = location.shown().cursor().lowWater();
        Set<OpId> decided = new HashSet<>();
        location.agreed().read(view -> {
            view.scan(
                            Tables.JOURNAL,
                            new JournalKey(location.rule(), from.next()),
                            new JournalKey(location.rule(), new Version(Long.MAX_VALUE)))
                    .forEachRemaining(row -> addOwn(row.getValue(), decided));
            view.scan(Tables.HELD, new HeldKey(key, Version.NONE), new HeldKey(key, new Version(Long.MAX_VALUE)))
                    .forEachRemaining(row -> decided.add(row.getValue().id()));
            location.shown().holes().forEach(hole -> addOwn(journalOf(view, hole.getKey()), decided));
            return true;
        });
        return decided;
    }

    private static @Nullable JournalEntry journalOf(TableView view, JournalKey key) {
        return view.get(Tables.JOURNAL, key);
    }

    private void addOwn(@Nullable JournalEntry journal, Set<OpId> decided) {
        if (journal != null && journal.operation() != null && location.zone().equals(journal.origin())) {
            decided.add(journal.operation());
        }
    }
}
