package org.onecopy.admin.events;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.onecopy.model.ApiJson;
import org.onecopy.model.api.EventView;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Events as JSON lines in {@code events.jsonl}, and, once that has {@link #FILE_LENGTH_MAX} bytes, in {@code events-1.jsonl} (newest) to
 * {@code events-3.jsonl}. One thread writes; when the disk is so slow that {@link #WAITING_MAX} events wait, further ones stay out of
 * the files and the number of them is logged.
 */
final class EventFiles implements AutoCloseable {
    static final int WAITING_MAX = 10_000;
    static final long FILE_LENGTH_MAX = 8L << 20;
    private static final int OLD_FILES = 3;

    private static final Logger LOG = LoggerFactory.getLogger(EventFiles.class);
    private static final JsonMapper JSON = ApiJson.lenient();

    private final Path directory;
    private final BlockingQueue<EventView> waiting = new LinkedBlockingQueue<>(WAITING_MAX);
    private final Thread writer;
    private volatile boolean closing;
    private long missed;

    private EventFiles(Path directory) {
        this.directory = directory;
        this.writer = Thread.ofPlatform().daemon().name("event-files").unstarted(this::write);
    }

    static EventFiles open(Path directory) {
        try {
            Files.createDirectories(directory);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        EventFiles files = new EventFiles(directory);
        files.writer.start();
        return files;
    }

    /** Called by one thread at a time; never waits. */
    void append(EventView event) {
        if (!waiting.offer(event) && missed++ % WAITING_MAX == 0) {
            LOG.warn("the disk is too slow for events: {} are missing in {}", missed, file(0));
        }
    }

    /** The last events of all files, the oldest first. A line that is no event (cut by a crash) is left out. */
    List<EventView> readLast(int limit) {
        List<EventView> events = new ArrayList<>();
        for (int number = OLD_FILES; number >= 0; number--) {
            if (Files.exists(file(number))) {
                readInto(events, file(number));
            }
        }
        return List.copyOf(events.subList(Math.max(0, events.size() - limit), events.size()));
    }

    private static void readInto(List<EventView> events, Path file) {
        try (var lines = Files.lines(file)) {
            lines.forEach(line -> {
                try {
                    events.add(JSON.readValue(line, EventView.class));
                } catch (JsonProcessingException e) {
                    LOG.debug("no event in {}: {}", file, e.getOriginalMessage());
                }
            });
        } catch (IOException | UncheckedIOException e) {
            LOG.warn("cannot read old events from {}: {}", file, e.getMessage());
        }
    }

    private void write() {
        while (!closing || !waiting.isEmpty()) {
            try {
                EventView first = waiting.poll(200, TimeUnit.MILLISECONDS);
                if (first != null) {
                    rotateWhenFull();
                    writeFrom(first);
                }
            } catch (IOException e) {
                LOG.warn("cannot write events to {}: {}", file(0), e.getMessage());
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    /** Writes an event and all that wait behind it. The line end comes first, so that a cut line spoils no other. */
    private void writeFrom(EventView first) throws IOException {
        List<EventView> batch = new ArrayList<>(List.of(first));
        waiting.drainTo(batch, 1_000);
        boolean ends = endsWithLine(file(0));
        try (BufferedWriter out = Files.newBufferedWriter(
                file(0), StandardCharsets.UTF_8, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
            if (!ends) {
                out.write('\n');
            }
            for (EventView event : batch) {
                out.write(JSON.writeValueAsString(event));
                out.write('\n');
            }
        }
    }

    private static boolean endsWithLine(Path file) throws IOException {
        if (!Files.exists(file)) {
            return true;
        }
        try (var channel = Files.newByteChannel(file)) {
            var last = java.nio.ByteBuffer.allocate(1);
            return channel.size() == 0 || (channel.position(channel.size() - 1).read(last) == 1 && last.get(0) == '\n');
        }
    }

    private void rotateWhenFull() throws IOException {
        if (!Files.exists(file(0)) || Files.size(file(0)) < FILE_LENGTH_MAX) {
            return;
        }
        for (int number = OLD_FILES - 1; number >= 0; number--) {
            if (Files.exists(file(number))) {
                Files.move(file(number), file(number + 1), StandardCopyOption.REPLACE_EXISTING);
            }
        }
    }

    private Path file(int number) {
        return directory.resolve(number == 0 ? "events.jsonl" : "events-" + number + ".jsonl");
    }

    @Override
    public void close() {
        closing = true;
        try {
            writer.join(TimeUnit.SECONDS.toMillis(5));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
