package org.onecopy.audit;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.onecopy.model.ApiJson;
import org.onecopy.model.ProblemCode;
import org.onecopy.model.audit.AuditAct;
import org.onecopy.problem.ProblemException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Acts that have begun and are not agreed yet, each in a file of its name. Safe to call from many threads, for one act from one at a
 * time.
 */
final class OpenActs {
    /** How many there may be. */
    static final int MAX = 1000;

    private static final Logger LOG = LoggerFactory.getLogger(OpenActs.class);
    private static final JsonMapper JSON = ApiJson.lenient();
    private static final String NEW = ".new";

    private final Path directory;
    private final Set<UUID> open = ConcurrentHashMap.newKeySet();

    /** @param directory made where it is missing; nobody else may use it */
    OpenActs(Path directory) {
        this.directory = directory;
        try {
            Files.createDirectories(directory);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What the last process left, in the order in which it began. What was not written to its end, and so never began, is removed. */
    List<AuditAct> left() {
        List<AuditAct> acts = new ArrayList<>();
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.toList()) {
                if (file.toString().endsWith(NEW)) {
                    Files.delete(file);
                } else {
                    read(file, acts);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        acts.sort(Comparator.comparing(AuditAct::at));
        acts.forEach(act -> open.add(act.id()));
        return acts;
    }

    private static void read(Path file, List<AuditAct> acts) {
        try {
            acts.add(JSON.readValue(Files.readAllBytes(file), AuditAct.class));
        } catch (IOException e) {
            LOG.error("an act that had begun cannot be read from {} and is not in the audit: {}", file, e.getMessage());
        }
    }

    /**
     * Writes an act, in place of what was written of it before.
     *
     * @param lasting whether it survives lost power
     * @throws ProblemException {@code TOO_BUSY} for one more than {@link #MAX}; {@code DATA_DIR_SHORT} where it cannot be written
     */
    void write(AuditAct act, boolean lasting) {
        if (open.size() >= MAX && !open.contains(act.id())) {
            throw new ProblemException(
                    ProblemCode.TOO_BUSY,
                    MAX + " acts wait to stand in the audit; nothing is done until the registry has a majority again");
        }
        Path file = file(act.id());
        Path next = file.resolveSibling(file.getFileName() + NEW);
        try {
            try (FileOutputStream out = new FileOutputStream(next.toFile())) {
                out.write(JSON.writeValueAsBytes(act));
                if (lasting) {
                    out.getFD().sync();
                }
            }
            Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
            if (lasting) {
                try (FileChannel made = FileChannel.open(directory)) {
                    made.force(true);
                }
            }
            open.add(act.id());
        } catch (IOException e) {
            throw new ProblemException(
                    ProblemCode.DATA_DIR_SHORT,
                    "the act cannot be noted in " + directory + ", so it is not done: " + e.getMessage(),
                    e);
        }
    }

    /** It is agreed, or came to nothing. */
    void remove(UUID id) {
        try {
            Files.deleteIfExists(file(id));
            open.remove(id);
        } catch (IOException e) {
            LOG.warn("{} cannot be removed, so its act is proposed once more: {}", file(id), e.getMessage());
        }
    }

    private Path file(UUID id) {
        return directory.resolve(id.toString());
    }
}
