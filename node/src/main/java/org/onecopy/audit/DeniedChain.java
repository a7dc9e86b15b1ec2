package org.onecopy.audit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.onecopy.model.ApiJson;
import org.onecopy.model.audit.AuditAct;
import org.onecopy.model.audit.AuditEntry;
import org.onecopy.model.audit.AuditHead;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A chain of entries as JSON lines in {@code denied.jsonl}, and, once that has its full length, in {@code denied-1.jsonl} (newest) to
 * {@code denied-7.jsonl}. Safe to call from many threads.
 */
final class DeniedChain implements AutoCloseable {
    static final long FILE_LENGTH_MAX = 4L << 20;
    private static final int OLD_FILES = 7;

    private static final Logger LOG = LoggerFactory.getLogger(DeniedChain.class);
    private static final JsonMapper JSON = ApiJson.lenient();

    private final Path directory;
    private final long lengthMax;
    private AuditHead head;

    /** No channel, because that is closed where a thread is interrupted that writes. */
    private RandomAccessFile out;

    private DeniedChain(Path directory, long lengthMax, AuditHead head, RandomAccessFile out) {
        this.directory = directory;
        this.lengthMax = lengthMax;
        this.head = head;
        this.out = out;
    }

    /**
     * The chain with what its files hold. A last line that was cut by a crash is taken away; nothing else is ever changed.
     *
     * @param directory made when missing; no other process may use it
     * @param chain its name
     * @param lengthMax how long a file becomes
     * @throws UncheckedIOException where the directory cannot be used
     */
    static DeniedChain open(Path directory, String chain, long lengthMax) {
        try {
            Files.createDirectories(directory);
            Path newest = directory.resolve(name(0));
            RandomAccessFile out = new RandomAccessFile(newest.toFile(), "rw");
            cutTornLine(newest, out);
            return new DeniedChain(directory, lengthMax, head(directory, chain), out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void cutTornLine(Path file, RandomAccessFile out) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        int whole = bytes.length;
        while (whole > 0 && bytes[whole - 1] != '\n') {
            whole--;
        }
        if (whole < bytes.length) {
            LOG.warn("the last line of {} was cut by a crash and is taken away", file);
            out.setLength(whole);
        }
        out.seek(whole);
    }

    private static AuditHead head(Path directory, String chain) throws IOException {
        AuditHead[] last = {new AuditHead(chain, 0, AuditEntry.START)};
        for (int number = 0; number <= OLD_FILES && last[0].sequence() == 0; number++) {
            read(directory.resolve(name(number)), entry -> {
                last[0] = entry.head();
                return true;
            });
        }
        return last[0];
    }

    private static String name(int number) {
        return number == 0 ? "denied.jsonl" : "denied-" + number + ".jsonl";
    }

    /** Adds an act behind all others. It survives the end of the process at once, lost power after {@link #sync}. */
    synchronized AuditEntry append(AuditAct act) throws IOException {
        if (out.getFilePointer() >= lengthMax) {
            rotate();
        }
        AuditEntry entry = AuditEntry.after(head, act);
        long before = out.getFilePointer();
        try {
            out.write((JSON.writeValueAsString(entry) + "\n").getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            // Half a line must not stand before the next one.
            out.setLength(before);
            out.seek(before);
            throw e;
        }
        head = entry.head();
        return entry;
    }

    private void rotate() throws IOException {
        out.getFD().sync();
        out.close();
        for (int number = OLD_FILES - 1; number >= 0; number--) {
            Path file = directory.resolve(name(number));
            if (Files.exists(file)) {
                Files.move(file, directory.resolve(name(number + 1)), StandardCopyOption.REPLACE_EXISTING);
            }
        }
        out = new RandomAccessFile(directory.resolve(name(0)).toFile(), "rw");
    }

    synchronized AuditHead head() {
        return head;
    }

    /** Makes all that was added survive lost power. */
    synchronized AuditHead sync() throws IOException {
        out.getFD().sync();
        return head;
    }

    /**
     * Reads from a sequence on, the oldest first. A line that is no entry is left out, and so shows as a gap.
     *
     * @param after only larger sequences
     * @param reader says whether to go on
     */
    synchronized void read(long after, Predicate<AuditEntry> reader) throws IOException {
        int oldest = 0;
        for (int number = 0; number <= OLD_FILES; number++) {
            AuditEntry first = first(directory.resolve(name(number)));
            oldest = first == null ? oldest : number;
            if (first != null && first.sequence() <= after + 1) {
                break;
            }
        }
        for (int number = oldest; number >= 0; number--) {
            if (!read(directory.resolve(name(number)), entry -> entry.sequence() <= after || reader.test(entry))) {
                return;
            }
        }
    }

    private static @Nullable AuditEntry first(Path file) throws IOException {
        AuditEntry[] first = {null};
        read(file, entry -> {
            first[0] = entry;
            return false;
        });
        return first[0];
    }

    /** Whether the reader wanted all. */
    private static boolean read(Path file, Predicate<AuditEntry> reader) throws IOException {
        if (!Files.exists(file)) {
            return true;
        }
        try (BufferedReader lines = Files.newBufferedReader(file)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                AuditEntry entry = entry(line);
                if (entry != null && !reader.test(entry)) {
                    return false;
                }
            }
        }
        return true;
    }

    private static @Nullable AuditEntry entry(String line) {
        try {
            return JSON.readValue(line, AuditEntry.class);
        } catch (JsonProcessingException e) {
            LOG.debug("no entry of the audit: {}", e.getOriginalMessage());
            return null;
        }
    }

    @Override
    public synchronized void close() {
        try {
            out.getFD().sync();
            out.close();
        } catch (IOException e) {
            LOG.warn("the audit of denials may lack its end after lost power: {}", e.getMessage());
        }
    }
}
