package org.onecopy.agreement;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import org.onecopy.agreement.Agreement.AgreedState;

/** Keeps every entry that it is given, in a file that outlives it; refuses an entry that it has already. */
public final class RecordingState implements AgreedState, AutoCloseable {
    private final Path file;
    private final List<String> entries = new ArrayList<>();
    private DataOutputStream out;
    private long index;
    private long term;
    private int checkpoints;
    private int installed;
    /** An entry that this state fails on. */
    public volatile String poison = "";

    public RecordingState(Path file) {
        this.file = file;
        load();
    }

    private void load() {
        entries.clear();
        index = 0;
        term = 0;
        try {
            if (Files.exists(file)) {
                try (DataInputStream in = new DataInputStream(new BufferedInputStream(Files.newInputStream(file)))) {
                    while (in.available() > 0) {
                        term = in.readLong();
                        index = in.readLong();
                        entries.add(new String(in.readNBytes(in.readInt()), StandardCharsets.UTF_8));
                    }
                }
            }
            Files.createDirectories(file.toAbsolutePath().getParent());
            out = new DataOutputStream(Files.newOutputStream(
                    file, java.nio.file.StandardOpenOption.CREATE, java.nio.file.StandardOpenOption.APPEND));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public synchronized long appliedIndex() {
        return index;
    }

    @Override
    public synchronized long appliedTerm() {
        return term;
    }

    @Override
    public synchronized void apply(long entryTerm, long entryIndex, byte[] entry) {
        String text = new String(entry, StandardCharsets.UTF_8);
        if (text.equals(poison)) {
            throw new IllegalStateException("poison");
        }
        if (entryIndex <= index) {
            throw new IllegalStateException("entry " + entryIndex + " again, after " + index);
        }
        try {
            out.writeLong(entryTerm);
            out.writeLong(entryIndex);
            out.writeInt(entry.length);
            out.write(entry);
            out.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        term = entryTerm;
        index = entryIndex;
        entries.add(text);
    }

    @Override
    public void skip(long entryTerm, long entryIndex) {}

    @Override
    public synchronized long checkpoint(Path directory) {
        try {
            Files.createDirectories(directory.resolve("nested/deeper"));
            Files.copy(file, directory.resolve("nested/deeper/entries"));
            Files.createFile(directory.resolve("empty"));
            Files.writeString(directory.resolve("CURRENT"), "entries of " + index);
            checkpoints++;
            return index;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public synchronized void install(Path directory) {
        try {
            out.close();
            if (!Files.exists(directory.resolve("empty"))) {
                throw new IllegalStateException("a file is missing in " + directory);
            }
            Files.copy(directory.resolve("nested/deeper/entries"), file, StandardCopyOption.REPLACE_EXISTING);
            try (var all = Files.walk(directory)) {
                if (all.filter(Files::isRegularFile).count() != 3) {
                    throw new IllegalStateException("unknown files in " + directory);
                }
            }
            load();
            installed++;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public synchronized List<String> entries() {
        return List.copyOf(entries);
    }

    public synchronized int checkpoints() {
        return checkpoints;
    }

    public synchronized int installed() {
        return installed;
    }

    @Override
    public synchronized void close() {
        try {
            out.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
