package org.onecopy.benchmarks;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.onecopy.cli.demo.servers.FreePorts;
import org.onecopy.cli.demo.servers.HdfsDaemons;

/** The HDFS daemons of the demonstration, for as long as a benchmark runs. */
final class BenchHdfs implements AutoCloseable {
    private static final Duration START_LIMIT = Duration.ofMinutes(2);
    private static final Duration LOOK = Duration.ofMillis(200);

    /** As a node has it: after a small file the client would else wait for 400 ms before it asks again whether its block has arrived. */
    private static final String ASK_AGAIN_MILLIS = "dfs.client.block.write.locateFollowingBlock.initial.delay.ms";

    private final HdfsDaemons daemons;
    private final List<Process> processes;

    private BenchHdfs(HdfsDaemons daemons, List<Process> processes) {
        this.daemons = daemons;
        this.processes = processes;
    }

    /** Starts a cluster of one NameNode and one DataNode in a new directory, and waits until files can be written. */
    static BenchHdfs start(BenchPlace place, Cleanup cleanup, Patience patience) throws IOException {
        HdfsDaemons daemons = HdfsDaemons.in(place.fresh("hdfs"), FreePorts.find(HdfsDaemons.PORTS, Set.of()));
        try {
            daemons.format();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BenchmarkFailure("interrupted", e);
        }
        Process name = daemons.startNameNode();
        cleanup.add(name::destroyForcibly);
        Process data = daemons.startDataNode();
        BenchHdfs started = cleanup.add(new BenchHdfs(daemons, List.of(name, data)));
        patience.await("HDFS does not start", START_LIMIT, LOOK, started::takesFiles);
        return started;
    }

    private boolean takesFiles() {
        for (String daemon : List.of("namenode", "datanode")) {
            if (!processes.get(daemon.equals("namenode") ? 0 : 1).isAlive()) {
                throw new BenchmarkFailure("the " + daemon + " ended:\n" + ToolRun.tail(daemons.log(daemon)));
            }
        }
        try (HdfsClient client = new HdfsClient(this)) {
            client.tryOut();
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    URI uri() {
        return daemons.uri();
    }

    /** Where the NameNode tells what it was asked. */
    URI http() {
        return daemons.http();
    }

    Path configuration() {
        return daemons.configuration();
    }

    /** What a client needs to know: the cluster's own files, and what a node sets beside them. */
    Configuration client() {
        Configuration configuration = new Configuration();
        for (String file : List.of("core-site.xml", "hdfs-site.xml")) {
            configuration.addResource(
                    new org.apache.hadoop.fs.Path(configuration().resolve(file).toUri()));
        }
        configuration.set(ASK_AGAIN_MILLIS, "5");
        configuration.set("ipc.client.connect.max.retries", "2");
        configuration.setBoolean("fs.automatic.close", false);
        return configuration;
    }

    /** The storage of a zone, as a line of a node's configuration. */
    String storage() {
        return "storage: {type: hdfs, hadoop: {configuration: '%s'}}".formatted(configuration());
    }

    /** Seconds of a core that both daemons have used so far. */
    double cpuSeconds() {
        return processes.stream()
                .mapToDouble(process -> process.info()
                        .totalCpuDuration()
                        .map(used -> used.toNanos() / 1e9)
                        .orElse(0.0))
                .sum();
    }

    @Override
    public void close() {
        processes.forEach(Process::destroyForcibly);
    }
}
