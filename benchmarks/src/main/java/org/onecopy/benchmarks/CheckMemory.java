package org.onecopy.benchmarks;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import org.onecopy.benchmarks.Verdict.Sense;

/** A check of a large zone in a process with a small heap, see {@link CheckHeap}: whether that is enough, and how fast it goes. */
final class CheckMemory implements Measurement {
    static final String NAME = "check-memory";

    private static final int HEAP_MEGABYTES = 512;

    private final BenchPlace place;
    private final ToolRun tools;
    private final int entries;

    CheckMemory(BenchPlace place, ToolRun tools, int entries) {
        this.place = place;
        this.tools = tools;
        this.entries = entries;
    }

    @Override
    public Outcome run() throws IOException {
        place.checkSpace(entries * 400L + (1L << 30));
        Path log = place.resolve("check-heap.log");
        tools.run(
                log,
                List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx" + HEAP_MEGABYTES + "m",
                        "-XX:+ExitOnOutOfMemoryError",
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        CheckHeap.class.getName(),
                        place.resolve("check-heap").toString(),
                        String.valueOf(entries)));
        Properties found = new Properties();
        try (Reader reader = Files.newBufferedReader(log)) {
            found.load(reader);
        }
        double seconds = Double.parseDouble(found.getProperty(CheckHeap.SECONDS));
        double differences = Double.parseDouble(found.getProperty(CheckHeap.DIFFERENCES));
        return new Outcome(
                NAME,
                "%d files in directories of %d, of a made-up storage, with a heap of %d MB"
                        .formatted(entries, CheckHeap.PER_DIRECTORY, HEAP_MEGABYTES),
                List.of(Series.of("onecopy, a check of metadata", "entries/s", List.of(entries / seconds))),
                List.of(Verdict.of("files not compared, or found to differ", differences, Sense.AT_MOST, 0, "")),
                List.of(
                        "The storage takes no time: this is the rate of what is agreed. A heap that is too small ends it with an error."));
    }
}
