package org.onecopy.storage.s3;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.onecopy.core.Attributes;
import org.onecopy.core.Kind;
import org.onecopy.core.Name;
import org.onecopy.model.ProblemCode;
import org.onecopy.problem.StorageException;
import org.onecopy.storage.ContentReader;
import org.onecopy.storage.Fingerprint;
import org.onecopy.storage.Stat;
import org.onecopy.storage.Tree.ListSink;

/**
 * The staging folder of a tree: a directory of this machine. What lies there after a stop may be gone on with; it is read again before
 * it counts, so nothing of it has to be durable. Short contents that came whole do not go through the directory: they are kept in memory, as
 * long as they are not many, and are brought again after a stop.
 */
final class Spool {
    /** Up to this length a content may be kept in memory. */
    static final int KEPT_LENGTH_MAX = 256 << 10;

    private static final int KEPT_BYTES_MAX = 16 << 20;
    /** What keeping a content takes beside it, nearly. */
    private static final int KEPT_BESIDE_BYTES = 200;

    private final Path directory;
    private final Map<Name, Kept> kept = new ConcurrentHashMap<>();
    private final AtomicInteger keptBytes = new AtomicInteger();
    private final AtomicLong keptSoFar = new AtomicLong();

    /** What was said of a content when it was complete; a stop loses it, and then the content is completed again. */
    private final Map<Name, Said> said = new ConcurrentHashMap<>();

    /** @param digest empty where nobody said it */
    record Said(Attributes attributes, String digest) {
        static final Said NOTHING = new Said(Attributes.NONE, "");
    }

    /** A content in memory; the number tells it from others that had its name. */
    private static final class Kept {
        private final byte[] bytes;
        private final long number;

        Kept(byte[] bytes, long number) {
            this.bytes = bytes;
            this.number = number;
        }
    }

    private interface Action<T> {
        T run() throws IOException;
    }

    Spool(Path directory) {
        this.directory = directory;
    }

    Path path(Name name) {
        return directory.resolve(name.value());
    }

    private <T> T doing(String doing, Path path, Action<T> action) {
        try {
            return action.run();
        } catch (IOException e) {
            boolean full = String.valueOf(e.getMessage()).contains("No space left");
            throw new StorageException(
                    full ? ProblemCode.STORAGE_NO_SPACE : ProblemCode.STORAGE_FAILED,
                    "cannot %s %s: %s; see storage.s3.spool and its file system".formatted(doing, path, e),
                    e);
        }
    }

    /** Bytes that may still be staged. */
    long space() {
        return doing("look at", directory, () -> {
            Files.createDirectories(directory);
            return Files.getFileStore(directory).getUsableSpace();
        });
    }

    FileChannel open(Name name) {
        return doing("stage", path(name), () -> {
            Files.createDirectories(directory);
            return FileChannel.open(
                    path(name),
                    StandardOpenOption.CREATE,
                    StandardOpenOption.READ,
                    StandardOpenOption.WRITE,
                    LinkOption.NOFOLLOW_LINKS);
        });
    }

    /** Keeps a whole content in memory in the place of what an earlier attempt has left. @return false where there is no room */
    boolean keep(Name name, byte[] bytes) {
        if (bytes.length > KEPT_LENGTH_MAX || keptBytes.get() > KEPT_BYTES_MAX) {
            return false;
        }
        keptBytes.addAndGet(bytes.length + KEPT_BESIDE_BYTES);
        forget(kept.put(name, new Kept(bytes, keptSoFar.incrementAndGet())));
        if (Files.exists(path(name), LinkOption.NOFOLLOW_LINKS)) {
            boolean _ = doing("remove", path(name), () -> Files.deleteIfExists(path(name)));
        }
        return true;
    }

    private boolean forget(@Nullable Kept former) {
        if (former == null) {
            return false;
        }
        keptBytes.addAndGet(-(former.bytes.length + KEPT_BESIDE_BYTES));
        return true;
    }

    /** A content that is kept in memory, not to be changed; null for all others. */
    byte @Nullable [] kept(Name name) {
        Kept content = kept.get(name);
        return content == null ? null : content.bytes;
    }

    /** Reads a content; null where there is none. */
    @Nullable
    ContentReader reader(Name name) {
        byte[] bytes = kept(name);
        if (bytes != null) {
            return new KeptReader(this, name, bytes);
        }
        FileChannel file = read(name);
        return file == null ? null : new SpoolReader(this, name, file);
    }

    private @Nullable FileChannel read(Name name) {
        Optional<FileChannel> file = doing("read", path(name), () -> {
            try {
                return Optional.of(FileChannel.open(path(name), StandardOpenOption.READ));
            } catch (NoSuchFileException e) {
                return Optional.empty();
            }
        });
        return file.orElse(null);
    }

    void complete(Name name, Attributes attributes, String digest) {
        said.put(name, new Said(attributes, digest));
    }

    Said said(Name name) {
        return said.getOrDefault(name, Said.NOTHING);
    }

    @Nullable
    Stat stat(Name name) {
        Kept content = kept.get(name);
        if (content != null) {
            return stat(name, content);
        }
        Optional<Stat> stat = doing("look at", path(name), () -> {
            try {
                BasicFileAttributes file =
                        Files.readAttributes(path(name), BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
                return file.isRegularFile() ? Optional.of(stat(name, file)) : Optional.empty();
            } catch (NoSuchFileException e) {
                return Optional.empty();
            }
        });
        return stat.orElse(null);
    }

    private Stat stat(Name name, BasicFileAttributes file) {
        String print = "S" + file.fileKey() + "." + file.size() + "."
                + file.lastModifiedTime().to(java.util.concurrent.TimeUnit.NANOSECONDS);
        return stat(name, file.size(), print);
    }

    private Stat stat(Name name, Kept content) {
        return stat(name, content.bytes.length, "K" + content.number + "." + content.bytes.length);
    }

    private Stat stat(Name name, long length, String print) {
        Attributes attributes =
                Attributes.NONE.withMtimeNanos(said(name).attributes().mtimeNanos());
        return new Stat(Kind.FILE, length, attributes, new Fingerprint(print), null, null, 1);
    }

    void list(ListSink sink) {
        kept.forEach((name, content) -> sink.entry(name, stat(name, content)));
        boolean _ = doing("list", directory, () -> {
            if (Files.isDirectory(directory)) {
                try (DirectoryStream<Path> all = Files.newDirectoryStream(directory)) {
                    for (Path path : all) {
                        Name name = new Name(String.valueOf(path.getFileName()));
                        Stat stat = kept.containsKey(name) ? null : stat(name);
                        if (stat != null) {
                            sink.entry(name, stat);
                        }
                    }
                }
            }
            return true;
        });
    }

    /** @return false where the target is taken; true where it was moved, or was not there */
    boolean move(Name from, Name to) {
        Kept content = kept.get(from);
        boolean moved = content != null ? moveKept(from, to, content) : !kept.containsKey(to) && moveFile(from, to);
        Said of = moved ? said.remove(from) : null;
        if (of != null) {
            said.put(to, of);
        }
        return moved;
    }

    private boolean moveKept(Name from, Name to, Kept content) {
        if (Files.exists(path(to), LinkOption.NOFOLLOW_LINKS) || kept.putIfAbsent(to, content) != null) {
            return false;
        }
        kept.remove(from);
        return true;
    }

    private boolean moveFile(Name from, Name to) {
        return doing("move", path(from), () -> {
            try {
                Files.createLink(path(to), path(from)); // fails where the name is taken, as a move does not
                Files.delete(path(from));
                return true;
            } catch (FileAlreadyExistsException e) {
                return false;
            }
        });
    }

    void remove(Name name) {
        said.remove(name);
        if (forget(kept.remove(name))) {
            return;
        }
        boolean _ = doing("remove", path(name), () -> Files.deleteIfExists(path(name)));
    }
}
