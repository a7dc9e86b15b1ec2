package org.onecopy.index;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.onecopy.core.Name;
import org.onecopy.core.namespace.Command;
import org.onecopy.core.namespace.Tables;
import org.onecopy.core.namespace.Tables.ChildKey;
import org.onecopy.index.rocks.RocksStores;
import org.onecopy.log.RandomValues;
import org.onecopy.model.FileId;
import org.onecopy.model.Version;

/**
 * Measures how fast a membership's log is applied: {@code main} with a directory, the number of proposals and the operations in each.
 * Not a test, because a time limit would fail on a busy machine.
 */
final class ApplyMeasurement {
    /** Less disturbed by what else the machine does than the time that passes. */
    private static final ThreadMXBean CPU = ManagementFactory.getThreadMXBean();

    private ApplyMeasurement() {}

    public static void main(String[] args) throws IOException {
        Path directory = Path.of(args[0]);
        int proposals = Integer.parseInt(args[1]);
        int operations = args.length > 2 ? Integer.parseInt(args[2]) : Command.OPERATIONS_MAX;
        LogOfChanges log = new LogOfChanges(1, operations).withProposals(proposals);
        try (RocksStores stores = new RocksStores(RocksStores.CACHE_BYTES_DEFAULT);
                MembershipIndex index =
                        new MembershipIndex(directory.resolve("index"), at -> stores.open(Schema.MEMBERSHIP, at), 0)) {
            int tenth = Math.max(1, log.size() / 10);
            for (int from = 1; from <= log.size(); from += tenth) {
                int to = Math.min(log.size(), from + tenth - 1);
                long count = (long) (to - from + 1) * operations;
                long cpu = CPU.getCurrentThreadCpuTime();
                long start = System.nanoTime();
                log.apply(index, from, to);
                print(
                        "to index %d: %,.0f operations/s, %.1f µs of this thread's CPU each, %d MiB resident",
                        to,
                        count / ((System.nanoTime() - start) / 1e9),
                        (CPU.getCurrentThreadCpuTime() - cpu) / 1e3 / count,
                        resident());
            }
            lookups(index);
            long start = System.nanoTime();
            index.checkpoint(directory.resolve("checkpoint"));
            print("checkpoint: %.0f ms", (System.nanoTime() - start) / 1e6);
        }
        long start = System.nanoTime();
        try (RocksStores stores = new RocksStores(RocksStores.CACHE_BYTES_DEFAULT);
                MembershipIndex index =
                        new MembershipIndex(directory.resolve("index"), at -> stores.open(Schema.MEMBERSHIP, at), 0)) {
            print("opened at %d: %.0f ms", index.appliedIndex(), (System.nanoTime() - start) / 1e6);
            start = System.nanoTime();
            index.install(directory.resolve("checkpoint"));
            print("installed: %.0f ms", (System.nanoTime() - start) / 1e6);
        }
    }

    /** Names that are missing, in directories all over the tree. */
    private static void lookups(MembershipIndex index) {
        RandomValues random = new RandomValues(3);
        int lookups = 200_000;
        long start = System.nanoTime();
        long found = index.read(view -> {
            long hits = 0;
            for (int i = 0; i < lookups; i++) {
                Version directory = Version.of(0, 3 + random.below((int) index.appliedIndex()), 1 + random.below(1000));
                Name name = new Name("none-" + i);
                hits += view.get(Tables.CHILDREN, new ChildKey(new FileId(directory), name)) == null ? 0 : 1;
            }
            return hits;
        });
        print("missing names: %,.0f lookups/s, %d found", lookups / ((System.nanoTime() - start) / 1e9), found);
    }

    private static long resident() throws IOException {
        for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
            if (line.startsWith("VmRSS:")) {
                return Long.parseLong(line.replaceAll("\\D", "")) / 1024;
            }
        }
        return 0;
    }

    private static void print(String format, Object... values) {
        System.out.printf(Locale.ROOT, format + "%n", values);
    }
}
