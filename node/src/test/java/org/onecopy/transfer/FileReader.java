package org.onecopy.transfer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import org.onecopy.core.Attributes;
import org.onecopy.core.Kind;
import org.onecopy.storage.ContentReader;
import org.onecopy.storage.Fingerprint;
import org.onecopy.storage.Stat;

/** Reads a file; a stand-in for a storage's reader. */
final class FileReader implements ContentReader {
    private final Path file;
    private final FileChannel channel;

    FileReader(Path file) {
        this.file = file;
        try {
            channel = FileChannel.open(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public Stat stat() {
        try {
            long length = channel.size();
            Fingerprint fingerprint = new Fingerprint(length + "@" + Files.getLastModifiedTime(file));
            return new Stat(Kind.FILE, length, Attributes.NONE, fingerprint, null, null, 1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public int read(long position, ByteBuffer into) {
        try {
            return into.hasRemaining() ? channel.read(into, position) : 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
