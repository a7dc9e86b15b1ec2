package org.onecopy.storage.s3;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;
import org.onecopy.model.ProblemCode;
import org.onecopy.problem.StorageException;
import org.onecopy.storage.ContentReader;
import org.onecopy.storage.Place.Area;
import org.onecopy.storage.Stat;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;

/**
 * Reads one object, named by its key and ETag: once the key has another object, reading fails. A request fetches up to the end of a block,
 * and reads that follow each other go on with its stream. Opening is the first of these requests, so that a short content takes one.
 */
final class S3Reader implements ContentReader {
    private static final long BLOCK_BYTES = 4 << 20;
    private static final int STREAMS_MAX = 4;
    private static final int SKIP_MAX = 64 << 10;

    private final Bucket bucket;
    private final S3Object object;
    private final Area area;
    private final Deque<Running> idle = new ArrayDeque<>();
    private boolean closed;

    /** A stream and what it will give next. */
    private static final class Running {
        final InputStream stream;
        final long end;
        long position;

        Running(InputStream stream, long position, long end) {
            this.stream = stream;
            this.position = position;
            this.end = end;
        }
    }

    private S3Reader(Bucket bucket, S3Object object, Area area) {
        this.bucket = bucket;
        this.object = object;
        this.area = area;
    }

    /** Opens an object, or answers null where there is none. */
    static @Nullable S3Reader open(Bucket bucket, String key, Area area) {
        Bucket.Range range = bucket.get(key, null, 0, BLOCK_BYTES);
        if (range == null) {
            return null;
        }
        ResponseInputStream<GetObjectResponse> first = range.stream();
        if (first == null) {
            S3Object empty = bucket.head(key);
            return empty == null ? null : new S3Reader(bucket, empty, area);
        }
        GetObjectResponse answer = first.response();
        long length = length(answer);
        S3Object object = new S3Object(key, length, answer.eTag(), answer.lastModified(), answer.metadata());
        S3Reader reader = new S3Reader(bucket, object, area);
        reader.keep(new Running(first, 0, answer.contentLength()));
        return reader;
    }

    private static long length(GetObjectResponse answer) {
        String range = answer.contentRange(); // bytes 0-9/10
        return range == null ? answer.contentLength() : Long.parseLong(range.substring(range.indexOf('/') + 1));
    }

    /** An object never changes under its ETag, so what was seen at the opening still holds. */
    @Override
    public Stat stat() {
        return Prints.file(object, area);
    }

    @Override
    public int read(long position, ByteBuffer into) {
        if (position >= object.length()) {
            checkOpen();
            return -1;
        }
        if (!into.hasRemaining()) {
            return 0;
        }
        Running running = take(position);
        try {
            int read = read(running, into);
            running.position += read;
            if (running.position < running.end) {
                keep(running);
            } else {
                running.stream.close();
            }
            return read;
        } catch (IOException e) {
            Bucket.abandon(running.stream);
            throw new StorageException(
                    ProblemCode.STORAGE_FAILED,
                    "the connection broke while " + bucket.show(object.key()) + " was read; it is read again",
                    e);
        }
    }

    private static int read(Running running, ByteBuffer into) throws IOException {
        int want = (int) Math.min(into.remaining(), running.end - running.position);
        byte[] bytes = into.hasArray() ? into.array() : new byte[Math.min(want, SKIP_MAX)];
        int at = into.hasArray() ? into.arrayOffset() + into.position() : 0;
        int read = running.stream.readNBytes(bytes, at, into.hasArray() ? want : bytes.length);
        if (read <= 0) {
            throw new IOException("the answer is shorter than it said");
        }
        if (into.hasArray()) {
            into.position(into.position() + read);
        } else {
            into.put(bytes, 0, read);
        }
        return read;
    }

    private Running take(long position) {
        synchronized (idle) {
            checkOpen();
            for (Iterator<Running> each = idle.iterator(); each.hasNext(); ) {
                Running running = each.next();
                if (running.position == position) {
                    each.remove();
                    return running;
                }
            }
        }
        long end = Math.min(object.length(), (position / BLOCK_BYTES + 1) * BLOCK_BYTES);
        Bucket.Range range = bucket.get(object.key(), object.etag(), position, end);
        InputStream stream = range == null ? null : range.stream();
        if (stream == null) {
            throw new StorageException(
                    ProblemCode.STORAGE_FAILED,
                    bucket.show(object.key()) + " was replaced or deleted while it was read; it is looked at again",
                    null);
        }
        return new Running(stream, position, end);
    }

    private void keep(Running running) {
        Running surplus = running;
        synchronized (idle) {
            if (!closed) {
                idle.addFirst(running);
                surplus = idle.size() > STREAMS_MAX ? idle.removeLast() : null;
            }
        }
        if (surplus != null) {
            Bucket.abandon(surplus.stream);
        }
    }

    private void checkOpen() {
        synchronized (idle) {
            if (closed) {
                throw new IllegalStateException("closed already: " + object.key());
            }
        }
    }

    @Override
    public void close() {
        synchronized (idle) {
            closed = true;
            idle.forEach(running -> Bucket.abandon(running.stream));
            idle.clear();
        }
    }
}
