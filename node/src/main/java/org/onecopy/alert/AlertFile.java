package org.onecopy.alert;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import org.onecopy.model.ApiJson;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps an {@link AlertState} over restarts. One thread at a time. */
public final class AlertFile {
    private static final Logger LOG = LoggerFactory.getLogger(AlertFile.class);
    private static final JsonMapper JSON = ApiJson.lenient();

    private final Path file;
    private AlertState stored = AlertState.EMPTY;

    public AlertFile(Path file) {
        this.file = file;
    }

    /** What was stored last; nothing where the file is not there or cannot be read: alerts then begin anew, and that is all. */
    public AlertState load() {
        try {
            AlertState read = JSON.readValue(Files.readAllBytes(file), AlertState.class);
            stored = read == null ? AlertState.EMPTY : read;
        } catch (NoSuchFileException e) {
            LOG.debug("no alerts of before", e);
        } catch (IOException | IllegalArgumentException e) {
            LOG.warn("the alerts of before are forgotten, because {} cannot be read: {}", file, e.getMessage());
        }
        return stored;
    }

    /** Stores in one step for who reads it after a crash. What cannot be stored is said in the log, and tried with the next change. */
    public void store(AlertState state) {
        if (state.equals(stored)) {
            return;
        }
        Path next = file.resolveSibling(file.getFileName() + ".new");
        try {
            Files.write(next, JSON.writeValueAsBytes(state));
            try (FileChannel channel = FileChannel.open(next, StandardOpenOption.WRITE)) {
                channel.force(true);
            }
            Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
            stored = state;
        } catch (IOException e) {
            LOG.warn("the state of alerts cannot be kept in {}: {}", file, e.getMessage());
        }
    }
}
