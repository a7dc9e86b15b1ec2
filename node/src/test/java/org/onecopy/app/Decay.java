package org.onecopy.app;

import java.io.IOException;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Changes a byte of a file as a failing disk does: the file system does not know of it, so length and all times stay as they are. Possible
 * where files live in memory (tmpfs): a page that was read is written to, of which Linux takes no note there.
 */
final class Decay {
    private Decay() {}

    public static void main(String[] files) throws IOException {
        for (String file : files) {
            of(Path.of(file));
        }
    }

    static void of(Path file) throws IOException {
        Object before = Files.getAttribute(file, "unix:ctime");
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            MappedByteBuffer bytes = channel.map(MapMode.READ_WRITE, 0, channel.size());
            int at = (int) (channel.size() / 2);
            byte was = bytes.get(at);
            bytes.put(at, (byte) (was ^ 1));
        }
        if (!Files.getAttribute(file, "unix:ctime").equals(before)) {
            throw new IOException("the file system has noticed that " + file + " was changed");
        }
    }

    /** A directory in memory, where this is possible; else where it is not. */
    static Path directory() throws IOException {
        Path memory = Path.of("/dev/shm");
        boolean possible =
                Files.isWritable(memory) && Files.getFileStore(memory).type().equals("tmpfs");
        return Files.createTempDirectory(
                possible ? memory : Path.of(System.getProperty("java.io.tmpdir")), "onecopy-decay-");
    }
}
