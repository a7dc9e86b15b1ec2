package org.onecopy.transfer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;
import org.onecopy.core.Content;
import org.onecopy.model.Digest;
import org.onecopy.model.FileId;
import org.onecopy.model.RuleId;
import org.onecopy.model.Version;
import org.onecopy.storage.ContentReader;
import org.onecopy.storage.Fingerprint;
import org.onecopy.storage.Stat;

/** Contents in files of a temporary directory, with a place to break things. */
final class ContentSourceFake implements ContentSource {
    /** A content as another zone knows it from the agreed order. */
    record Item(ContentKey key, Content content, Path file) {}

    private record Entry(Path file, long length, List<Digest> chunks, Fingerprint expected) {}

    private final Path directory;
    private final Map<ContentKey, Entry> entries = new ConcurrentHashMap<>();
    private final Map<ContentKey, Boolean> superseded = new ConcurrentHashMap<>();
    private final AtomicLong bytesRead = new AtomicLong();
    private volatile UnaryOperator<ContentReader> wrapper = UnaryOperator.identity();
    private long index;

    ContentSourceFake(Path directory) {
        this.directory = directory;
    }

    static byte[] randomBytes(int length, long seed) {
        byte[] bytes = new byte[length];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }

    synchronized Item add(byte[] bytes) {
        index++;
        Path file = directory.resolve("content-" + index);
        try {
            Files.write(file, bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return addFile(file, index);
    }

    Item addFile(Path file, long index) {
        ContentKey key = new ContentKey(
                new RuleId(7), new FileId(Version.of(0, index, 1)), Version.of(index % 2 == 0 ? 0 : 1, index, 2));
        return addAs(key, file);
    }

    Item addAs(ContentKey key, Path file) {
        return addAs(key, file, UnaryOperator.identity());
    }

    /** Adds a file that is hashed through another reader. */
    Item addAs(ContentKey key, Path file, UnaryOperator<ContentReader> with) {
        try (ContentHasher hasher = new ContentHasher(1);
                ContentReader reader = with.apply(new FileReader(file))) {
            ContentHasher.Hashed hashed = hasher.hash(reader);
            Content content = hashed.content();
            entries.put(
                    key,
                    new Entry(
                            file,
                            content.length(),
                            hashed.chunks(),
                            hashed.stat().fingerprint()));
            return new Item(key, content, file);
        }
    }

    void supersede(ContentKey key) {
        superseded.put(key, true);
    }

    /** Wraps every reader from now on. */
    void wrap(UnaryOperator<ContentReader> with) {
        wrapper = with;
    }

    /** Bytes that were read through this source's readers. */
    long bytesRead() {
        return bytesRead.get();
    }

    @Override
    public Found find(ContentKey key) {
        Entry entry = entries.get(key);
        if (entry == null) {
            return new Found.Unknown();
        }
        if (superseded.containsKey(key)) {
            return new Found.Superseded();
        }
        ContentReader counting = new Around(new FileReader(entry.file())) {
            @Override
            public int read(long position, ByteBuffer into) {
                int read = super.read(position, into);
                bytesRead.addAndGet(Math.max(0, read));
                return read;
            }
        };
        return new Found.Available(wrapper.apply(counting), entry.length(), entry.chunks(), entry.expected());
    }

    /** A reader that passes everything on. */
    static class Around implements ContentReader {
        private final ContentReader inner;

        Around(ContentReader inner) {
            this.inner = inner;
        }

        @Override
        public Stat stat() {
            return inner.stat();
        }

        @Override
        public int read(long position, ByteBuffer into) {
            return inner.read(position, into);
        }

        @Override
        public long nextData(long position) {
            return inner.nextData(position);
        }

        @Override
        public void close() {
            inner.close();
        }
    }
}
