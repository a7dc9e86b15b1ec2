package org.onecopy.app;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.hadoop.fs.CreateFlag;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.permission.FsPermission;
import org.awaitility.Awaitility;
import org.onecopy.model.api.LagView;

/**
 * Measures small files from a directory to HDFS beside Hadoop's own client, all as processes of their own on this machine, and what each
 * file costs the NameNode:
 *
 * <pre>
 * java -Donecopy.nodes.classpath=… … HdfsThroughput DIRECTORY FILES RUNS
 * </pre>
 *
 * <p>The client writes a quarter of the files with each number of threads, with blocks synced to the disk as Onecopy does it, right before
 * each run. The figure of a run is compared with the best of these.
 */
final class HdfsThroughput {
    private static final int BYTES = 4096;
    private static final int DIRECTORIES = 20;
    private static final int[] THREADS = {1, 4, 8, 16, 32};
    private static final Pattern CALLS = Pattern.compile("\"(?!Overall)(\\w+)NumOps\" : (\\d+)");
    private static final Random RANDOM = new Random(5);

    private HdfsThroughput() {}

    public static void main(String[] arguments) throws Exception {
        Path directory = Files.createDirectories(Path.of(arguments[0]));
        int files = Integer.parseInt(arguments[1]);
        int runs = Integer.parseInt(arguments[2]);
        try (HdfsProcesses hdfs = HdfsProcesses.start(directory.resolve("hdfs"))) {
            Map<String, String> zones = new LinkedHashMap<>();
            zones.put("oslo-1", "oslo");
            zones.put("lyon-1", "lyon");
            String storage = "storage: {type: hdfs, hadoop: {configuration: '%s'}}".formatted(hdfs.configuration());
            Map<String, NodeProcesses.Elsewhere> lyon =
                    Map.of("lyon", new NodeProcesses.Elsewhere(storage, "/zones/lyon"));
            try (NodeProcesses network = NodeProcesses.start(directory.resolve("network"), zones, lyon)) {
                network.makeRule();
                measure(directory, hdfs, network, files, runs);
            }
        }
        System.exit(0);
    }

    private static void measure(Path directory, HdfsProcesses hdfs, NodeProcesses network, int files, int runs)
            throws Exception {
        List<Double> ratios = new ArrayList<>();
        for (int run = 0; run < runs; run++) {
            double ceiling = ceiling(hdfs.client(), "/ceiling-" + run, files / 4);
            Path input = input(directory.resolve("input-" + run), files);
            SortedMap<String, Long> before = calls(hdfs);
            long begun = System.nanoTime();
            new ProcessBuilder(
                            "cp",
                            "-a",
                            input.toString(),
                            network.zone("oslo").resolve("run-" + run).toString())
                    .start()
                    .waitFor();
            awaitShown(network, (long) files * (run + 1));
            double rate = rate(files, begun);
            ratios.add(rate / ceiling);
            say("run %d: %.0f files/s, %.2f of the client's best (%.0f)", run, rate, rate / ceiling, ceiling);
            SortedMap<String, Long> after = calls(hdfs);
            after.forEach((call, count) -> {
                double each = (count - before.getOrDefault(call, 0L)) / (double) files;
                if (each >= 0.02) {
                    say("  %s: %.2f for each file", call, each);
                }
            });
        }
        ratios.sort(null);
        say("median %.2f", ratios.get(ratios.size() / 2));
    }

    /** The best rate of Hadoop's own client. */
    private static double ceiling(FileSystem client, String directory, int files) throws Exception {
        double best = 0;
        for (int threads : THREADS) {
            long begun = System.nanoTime();
            try (ExecutorService pool = Executors.newFixedThreadPool(threads)) {
                List<Future<?>> writes = new ArrayList<>();
                for (int n = 0; n < files; n++) {
                    String path = "%s/%d/f-%d".formatted(directory, threads, n);
                    writes.add(pool.submit(() -> {
                        write(client, path);
                        return null;
                    }));
                }
                for (Future<?> write : writes) {
                    write.get();
                }
            }
            double rate = rate(files, begun);
            say("Hadoop's client, %d threads: %.0f files/s", threads, rate);
            best = Math.max(best, rate);
        }
        return best;
    }

    private static void write(FileSystem client, String path) throws IOException {
        EnumSet<CreateFlag> flags = EnumSet.of(CreateFlag.CREATE, CreateFlag.OVERWRITE, CreateFlag.SYNC_BLOCK);
        try (FSDataOutputStream out = client.create(
                new org.apache.hadoop.fs.Path(path),
                FsPermission.getFileDefault(),
                flags,
                BYTES,
                (short) 1,
                128 << 20,
                null)) {
            out.write(content());
        }
    }

    private static synchronized byte[] content() {
        byte[] bytes = new byte[BYTES];
        RANDOM.nextBytes(bytes);
        return bytes;
    }

    private static Path input(Path root, int files) throws IOException {
        for (int n = 0; n < files; n++) {
            Path file = root.resolve("dir-" + n % DIRECTORIES).resolve("file-" + n);
            Files.createDirectories(file.getParent());
            Files.write(file, content());
        }
        return root;
    }

    /** What the NameNode was asked so far, by the name of the call. */
    private static SortedMap<String, Long> calls(HdfsProcesses hdfs) throws IOException {
        String site = Files.readString(hdfs.configuration().resolve("hdfs-site.xml"));
        Matcher address = Pattern.compile("<name>dfs.namenode.http-address</name><value>(.*?)</value>")
                .matcher(site);
        if (!address.find()) {
            throw new IOException("no address in " + site);
        }
        URI metrics = URI.create(
                "http://" + address.group(1) + "/jmx?qry=Hadoop:service=NameNode,name=RpcDetailedActivityForPort*");
        try (var in = metrics.toURL().openStream()) {
            SortedMap<String, Long> counts = new TreeMap<>();
            Matcher call = CALLS.matcher(new String(in.readAllBytes(), StandardCharsets.UTF_8));
            while (call.find()) {
                counts.put(call.group(1), Long.parseLong(call.group(2)));
            }
            return counts;
        }
    }

    private static void awaitShown(NodeProcesses network, long files) {
        Awaitility.await()
                .atMost(java.time.Duration.ofMinutes(10))
                .pollInterval(java.time.Duration.ofMillis(100))
                .ignoreExceptions()
                .until(() -> network.ask(
                        "lyon-1",
                        client -> client.rule(NodeProcesses.RULE).files() >= files
                                && client.lag().stream().anyMatch(HdfsThroughput::isNone)));
    }

    private static boolean isNone(LagView row) {
        return row.zone().value().equals("lyon")
                && row.operations() == 0
                && row.holes() == 0
                && row.lowWaterIndex() >= row.agreedIndex();
    }

    private static double rate(int files, long begunNanos) {
        return files * 1e9 / (System.nanoTime() - begunNanos);
    }

    private static void say(String text, Object... values) {
        System.out.printf(Locale.ROOT, text + "%n", values);
    }
}
