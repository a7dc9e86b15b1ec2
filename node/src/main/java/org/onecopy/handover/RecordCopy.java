package org.onecopy.handover;

import java.io.DataInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.onecopy.core.shown.ShownTables;
import org.onecopy.index.Batch;
import org.onecopy.index.Column;
import org.onecopy.index.Schema;
import org.onecopy.index.TableStore;
import org.onecopy.log.ShownRows;
import org.onecopy.model.NodeId;
import org.onecopy.model.RuleId;
import org.onecopy.problem.ProblemException;
import org.onecopy.transfer.ContentClient;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a copy of the writer's local records of one rule. The row with the cursor is written last: as long as a copy is not whole it has
 * none, and a writer that begins there forgets the rest (H83). While this node is the writer itself, nothing is copied.
 */
final class RecordCopy implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RecordCopy.class);
    private static final long PAUSE_MILLIS = 300;

    /**
     * Whom to follow.
     *
     * @param endpoint of its contents
     */
    record Source(NodeId writer, String endpoint, long epoch) {}

    private final RuleId rule;
    private final TableStore store;
    private final ContentClient client;
    private final Supplier<Optional<Source>> sources;
    private final Consumer<NodeId> whole;
    private final Frames frames = new Frames();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Object writing = new Object();
    private boolean inOffice;
    private boolean isWhole;
    private @Nullable DataInputStream open;

    /**
     * @param sources the zone's writer, as agreed; empty where this node is it, or nobody
     * @param whole is told of each whole copy
     */
    RecordCopy(
            RuleId rule,
            TableStore store,
            ContentClient client,
            Supplier<Optional<Source>> sources,
            Consumer<NodeId> whole) {
        this.rule = rule;
        this.store = store;
        this.client = client;
        this.sources = sources;
        this.whole = whole;
    }

    void start() {
        Thread.ofVirtual().name("records-of-rule-" + rule).start(this::run);
    }

    /** This node is the writer from now on: nothing is copied any more when this returns. */
    void suspend() {
        synchronized (writing) {
            inOffice = true;
        }
        hangUp();
    }

    /** This node is not the writer any more. */
    void resume() {
        synchronized (writing) {
            inOffice = false;
        }
    }

    private void run() {
        try {
            while (!closed.await(PAUSE_MILLIS, TimeUnit.MILLISECONDS)) {
                Source source = isSuspended() ? null : sources.get().orElse(null);
                if (source != null) {
                    follow(source);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean isSuspended() {
        synchronized (writing) {
            return inOffice;
        }
    }

    private void follow(Source source) {
        try (DataInputStream in =
                new DataInputStream(client.open(source.endpoint(), Handover.PATH + rule + "/" + source.epoch()))) {
            synchronized (writing) {
                open = in;
            }
            copy(source, in);
        } catch (ProblemException | IOException | java.util.concurrent.CancellationException e) {
            LOG.debug("the records of rule {} are asked of {} again: {}", rule, source.writer(), e.getMessage());
        } finally {
            synchronized (writing) {
                open = null;
            }
        }
    }

    private void hangUp() {
        DataInputStream in;
        synchronized (writing) {
            in = open;
        }
        if (in != null) {
            try {
                in.close();
            } catch (IOException e) {
                LOG.debug("closing a stream of records: {}", e.getMessage());
            }
        }
    }

    private void copy(Source source, DataInputStream in) throws IOException {
        if (!in.readUTF().equals(Frames.GREETING) || in.readLong() != source.epoch()) {
            throw new IOException(source.writer() + " does not write in epoch " + source.epoch());
        }
        long number = in.readLong();
        isWhole = false;
        write(source, Batch.of(Schema.SHOWN, ShownTables.forgetting(rule)), true);
        Batch.@Nullable Mutation cursor = null;
        while (true) {
            int type = in.readByte();
            if (type == Frames.COMMIT && in.readLong() != ++number) {
                throw new IOException("a commit is missing before " + number);
            }
            if (type == Frames.ROWS || type == Frames.COMMIT) {
                List<Batch.Mutation> rows = new ArrayList<>();
                for (Batch.Mutation mutation : frames.read(in)) {
                    if (isCursor(mutation)) {
                        cursor = asCopy(mutation);
                    } else {
                        rows.add(mutation);
                    }
                }
                if (isWhole && cursor != null) {
                    rows.add(cursor);
                }
                write(source, Batch.ofStored(rows), false);
            } else if (type == Frames.WHOLE && cursor != null) {
                in.readLong();
                write(source, Batch.ofStored(List.of(cursor)), true);
                isWhole = true;
                whole.accept(source.writer());
            } else if (type != Frames.HEARTBEAT) {
                throw new IOException("no frame of local records begins with " + type);
            }
            requireCurrent(source);
        }
    }

    private void requireCurrent(Source source) throws IOException {
        if (closed.getCount() == 0 || !sources.get().equals(Optional.of(source))) {
            throw new IOException("another node is the writer");
        }
    }

    private void write(Source source, Batch batch, boolean durable) throws IOException {
        synchronized (writing) {
            if (inOffice) {
                throw new IOException("this node is the writer now, not " + source.writer());
            }
            store.write(batch, durable);
        }
    }

    private static boolean isCursor(Batch.Mutation mutation) {
        return mutation.kind() == Batch.Kind.PUT && mutation.column().table() == ShownTables.CURSORS;
    }

    private static Batch.Mutation asCopy(Batch.Mutation mutation) {
        Column<?, ?> column = mutation.column();
        byte[] row =
                ShownRows.CURSOR.encode(ShownRows.CURSOR.decode(mutation.rest()).asCopy());
        return new Batch.Mutation(Batch.Kind.PUT, column, mutation.key(), row);
    }

    @Override
    public void close() {
        closed.countDown();
        hangUp();
    }
}
