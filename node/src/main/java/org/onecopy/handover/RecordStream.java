package org.onecopy.handover;

import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.onecopy.core.shown.ShownTables;
import org.onecopy.core.table.Change;
import org.onecopy.index.Batch;
import org.onecopy.index.Schema;
import org.onecopy.index.TableStore;
import org.onecopy.model.RuleId;

/**
 * Sends one rule's records to one node: all rows as they are at the moment each is read, with the commits in between, which brings every
 * row to the same state in the end however it was read; then commits as they come. Holds a bounded number of rows in memory.
 */
final class RecordStream {
    private static final int ROWS_MAX = 500;
    private static final int COMMITS_MAX = 100;
    private static final long HEARTBEAT_MILLIS = 5000;

    private final TableStore store;
    private final RuleId rule;
    private final RecordFeed feed;
    private final DataOutputStream out;
    private long sent;

    RecordStream(TableStore store, RuleId rule, RecordFeed feed, java.io.OutputStream out) {
        this.store = store;
        this.rule = rule;
        this.feed = feed;
        this.out = new DataOutputStream(new BufferedOutputStream(out, 64 << 10));
    }

    /** Sends until the writer ends, the connection breaks, or the other side is too slow. */
    void run(long epoch) throws IOException, InterruptedException {
        sent = feed.follow();
        try {
            out.writeUTF(Frames.GREETING);
            out.writeLong(epoch);
            out.writeLong(sent);
            boolean goesOn = true;
            for (Change change : ShownTables.forgetting(rule)) {
                goesOn = goesOn && change instanceof Change.Range<?, ?> range && sendRows(range);
            }
            long whole = feed.last();
            while (goesOn && sent < whole) {
                goesOn = sendCommits(0);
            }
            if (goesOn) {
                out.writeByte(Frames.WHOLE);
                out.writeLong(sent);
                out.flush();
            }
            while (goesOn) {
                goesOn = sendCommits(HEARTBEAT_MILLIS);
            }
        } finally {
            feed.leave();
        }
    }

    private <K extends Comparable<? super K>, V> boolean sendRows(Change.Range<K, V> range)
            throws IOException, InterruptedException {
        Iterator<Map.Entry<K, V>> rows = store.scan(range.table(), range.from(), range.to());
        while (rows.hasNext()) {
            List<Change> some = new ArrayList<>();
            while (some.size() < ROWS_MAX && rows.hasNext()) {
                Map.Entry<K, V> row = rows.next();
                some.add(new Change.Row<>(range.table(), row.getKey(), row.getValue()));
            }
            out.writeByte(Frames.ROWS);
            Frames.write(out, Batch.of(Schema.SHOWN, some));
            if (!sendCommits(0)) {
                return false;
            }
        }
        return true;
    }

    /** @return false where the stream must end */
    private boolean sendCommits(long patienceMillis) throws IOException, InterruptedException {
        List<Batch> commits = feed.after(sent, COMMITS_MAX, patienceMillis);
        if (commits == null) {
            return false;
        }
        for (Batch commit : commits) {
            sent++;
            out.writeByte(Frames.COMMIT);
            out.writeLong(sent);
            Frames.write(out, commit);
        }
        if (patienceMillis > 0) {
            if (commits.isEmpty()) {
                out.writeByte(Frames.HEARTBEAT);
            }
            out.flush();
        }
        return true;
    }
}
