package org.onecopy.storage;

import java.nio.ByteBuffer;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.onecopy.core.Attributes;
import org.onecopy.core.Name;
import org.onecopy.core.Preserve;

/**
 * A tree that does something around each call of another. There is no decorator that retries: the steps that change names are not
 * idempotent (a repeated move answers Missing), so only those who keep the intent may repeat them, and they look first at what lies
 * there.
 */
public abstract class ForwardingTree implements Tree {
    private final Tree inner;

    protected ForwardingTree(Tree inner) {
        this.inner = inner;
    }

    /**
     * Does a call.
     *
     * @param action calls the inner tree; to be run at most once
     * @return what the action answered, null where it did
     */
    protected abstract <T extends @Nullable Object> T around(TreeCall call, Supplier<T> action);

    private void aroundVoid(TreeCall call, Runnable action) {
        // The answer is of no use: a supplier must have one.
        Boolean _ = around(call, () -> {
            action.run();
            return Boolean.TRUE;
        });
    }

    @Override
    public Capabilities capabilities() {
        return inner.capabilities();
    }

    @Override
    public final void preserve(Set<Preserve> kinds) {
        inner.preserve(kinds);
    }

    @Override
    public final Attributes shown(Attributes agreed) {
        return inner.shown(agreed);
    }

    @Override
    public final ObjectIdentity rootIdentity() {
        return around(TreeCall.ROOT_IDENTITY, inner::rootIdentity);
    }

    @Override
    public final long spaceAvailable() {
        return around(TreeCall.SPACE_AVAILABLE, inner::spaceAvailable);
    }

    @Override
    public final @Nullable Stat stat(Place place) {
        return this.<@Nullable Stat>around(TreeCall.STAT, () -> inner.stat(place));
    }

    @Override
    public final boolean list(Place directory, ListSink sink) {
        return around(TreeCall.LIST, () -> inner.list(directory, sink));
    }

    @Override
    public final @Nullable ContentReader read(Place place) {
        ContentReader reader = this.<@Nullable ContentReader>around(TreeCall.READ, () -> inner.read(place));
        return reader == null ? null : new Reader(reader);
    }

    @Override
    public final StageWriter stage(Name name, long length) {
        return new Writer(around(TreeCall.STAGE, () -> inner.stage(name, length)));
    }

    @Override
    public final StageWriter stage(Name name, long length, Attributes attributes) {
        return new Writer(around(TreeCall.STAGE, () -> inner.stage(name, length, attributes)));
    }

    @Override
    public final Step makeDirectory(Place place, Attributes attributes) {
        return around(TreeCall.MAKE_DIRECTORY, () -> inner.makeDirectory(place, attributes));
    }

    @Override
    public final Step makeLink(Place place, String target) {
        return around(TreeCall.MAKE_LINK, () -> inner.makeLink(place, target));
    }

    @Override
    public final Step move(Place from, Place to) {
        return around(TreeCall.MOVE, () -> inner.move(from, to));
    }

    @Override
    public final Step replace(Place from, Place to, Place displaced) {
        return around(TreeCall.REPLACE, () -> inner.replace(from, to, displaced));
    }

    @Override
    public final boolean differByMoveOnly(Fingerprint before, Fingerprint after) {
        return inner.differByMoveOnly(before, after);
    }

    @Override
    public final Step setAttributes(Place place, Attributes attributes) {
        return around(TreeCall.SET_ATTRIBUTES, () -> inner.setAttributes(place, attributes));
    }

    @Override
    public final Step removeDirectory(Place place) {
        return around(TreeCall.REMOVE_DIRECTORY, () -> inner.removeDirectory(place));
    }

    @Override
    public final void purge(Place item) {
        aroundVoid(TreeCall.PURGE, () -> inner.purge(item));
    }

    @Override
    public final void flush() {
        aroundVoid(TreeCall.FLUSH, inner::flush);
    }

    @Override
    public @Nullable Watch watch(HintSink sink) {
        return this.<@Nullable Watch>around(TreeCall.WATCH, () -> inner.watch(sink));
    }

    @Override
    public final void close() {
        inner.close();
    }

    private final class Reader implements ContentReader {
        private final ContentReader opened;

        Reader(ContentReader opened) {
            this.opened = opened;
        }

        @Override
        public Stat stat() {
            return around(TreeCall.STAT, opened::stat);
        }

        @Override
        public int read(long position, ByteBuffer into) {
            return around(TreeCall.READ_BYTES, () -> opened.read(position, into));
        }

        @Override
        public long nextData(long position) {
            return opened.nextData(position);
        }

        @Override
        public void close() {
            opened.close();
        }
    }

    private final class Writer implements StageWriter {
        private final StageWriter opened;

        Writer(StageWriter opened) {
            this.opened = opened;
        }

        @Override
        public void write(long position, ByteBuffer bytes) {
            aroundVoid(TreeCall.WRITE_BYTES, () -> opened.write(position, bytes));
        }

        @Override
        public void describe(String contentDigest) {
            opened.describe(contentDigest);
        }

        @Override
        public Stat finish(Attributes attributes) {
            return around(TreeCall.FINISH, () -> opened.finish(attributes));
        }

        @Override
        public void close() {
            opened.close();
        }
    }
}
