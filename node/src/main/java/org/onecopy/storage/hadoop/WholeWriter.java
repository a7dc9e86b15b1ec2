package org.onecopy.storage.hadoop;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.jspecify.annotations.Nullable;
import org.onecopy.core.Attributes;
import org.onecopy.storage.StageWriter;
import org.onecopy.storage.Stat;

/**
 * Writes a short content that comes whole, as most do: without a look at what lies there, which costs more calls than the content itself.
 * Once it comes in another way, an {@link HadoopStageWriter} takes over, which goes on with what an earlier attempt left.
 */
final class WholeWriter implements StageWriter {
    /** So much is kept in memory until it is finished; as long as what travels in bundles. */
    static final long BYTES_MAX = 256 << 10;

    private static final int OWNER_MAY_WRITE = 0200;
    private static final int WRITABLE = 0600;

    private final Staged staged;
    private final long length;
    private final Opening piecewise;
    private final ReentrantLock lock = new ReentrantLock();
    private byte @Nullable [] whole;
    private @Nullable StageWriter inner;
    private boolean ended;

    /** Opens the writer that takes over. */
    interface Opening {
        StageWriter open() throws IOException;
    }

    WholeWriter(Staged staged, long length, Opening piecewise) {
        this.staged = staged;
        this.length = length;
        this.piecewise = piecewise;
    }

    @Override
    public void write(long position, ByteBuffer bytes) {
        lock.lock();
        try {
            boolean isWhole = position == 0 && bytes.remaining() == length && length > 0;
            if (isWhole && inner == null && whole == null && !ended) {
                byte[] copy = new byte[bytes.remaining()];
                bytes.get(copy);
                whole = copy;
                return;
            }
            if (bytes.hasRemaining() || ended || position != 0) {
                inner().write(position, bytes);
            }
        } finally {
            lock.unlock();
        }
    }

    private StageWriter inner() {
        requireOpen();
        StageWriter open = inner;
        if (open == null) {
            open = Faults.ask("stage", staged.shown(), piecewise::open);
            inner = open;
            byte[] kept = whole;
            whole = null;
            if (kept != null) {
                open.write(0, ByteBuffer.wrap(kept));
            }
        }
        return open;
    }

    private void requireOpen() {
        if (ended) {
            throw new IllegalStateException("finished or closed already: " + staged.shown());
        }
    }

    @Override
    public Stat finish(Attributes attributes) {
        lock.lock();
        try {
            requireOpen();
            byte[] content = whole;
            if (inner != null || (content == null && length > 0)) {
                return inner().finish(attributes);
            }
            ended = true;
            whole = null;
            return Faults.ask("stage", staged.shown(), () -> put(content == null ? new byte[0] : content, attributes));
        } finally {
            lock.unlock();
        }
    }

    private Stat put(byte[] content, Attributes attributes) throws IOException {
        Attributes wanted = staged.wanted(attributes);
        // Without the right to write, the time could not be set.
        int mode = (wanted.mode() & OWNER_MAY_WRITE) != 0 ? wanted.mode() : WRITABLE;
        try (FSDataOutputStream out = create(mode)) {
            out.write(content);
        }
        return staged.completeNew(wanted, attributes.equals(Attributes.NONE));
    }

    private FSDataOutputStream create(int mode) throws IOException {
        FileCalls calls = staged.calls();
        try {
            return staged.create(mode);
        } catch (IOException e) {
            Found there = calls.find(staged.path());
            if (there != null && (!there.regular() || there.directory())) {
                throw Faults.taken("stage", staged.shown());
            }
            if (e instanceof FileNotFoundException && staged.layout().makeFolders()) {
                return staged.create(mode);
            }
            throw e;
        }
    }

    /** What was not finished stays, so that a later attempt goes on with it. */
    @Override
    public void close() {
        lock.lock();
        try {
            if (!ended && whole != null) {
                inner(); // writes it
            }
            ended = true;
            whole = null;
            StageWriter open = inner;
            if (open != null) {
                open.close();
            }
        } finally {
            lock.unlock();
        }
    }
}
