package org.onecopy.benchmarks;

import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.onecopy.cli.demo.servers.ServerLibraries;

/** Hadoop's DistCp, as a process of its own with the local runner of MapReduce: no cluster to run jobs is needed. */
final class DistCp {
    private final BenchHdfs cluster;
    private final ToolRun tools;
    private final Path temporary;

    /** @param temporary where the job keeps its own files */
    DistCp(BenchHdfs cluster, ToolRun tools, Path temporary) {
        this.cluster = cluster;
        this.tools = tools;
        this.temporary = temporary;
    }

    /**
     * Copies a local tree to a directory that is not there yet.
     *
     * @param maps at once
     * @return seconds
     * @throws BenchmarkFailure where it cannot run, with the end of its output
     */
    double copy(Path from, String to, int maps) {
        Path java = Path.of(Objects.requireNonNull(System.getProperty("java.home")), "bin", "java");
        return tools.run(List.of(
                java.toString(),
                "-XX:+UseSerialGC",
                "-Xmx512m",
                "--sun-misc-unsafe-memory-access=allow",
                "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn",
                "-cp",
                libraries() + "/*",
                "org.apache.hadoop.tools.DistCp",
                "-conf",
                cluster.configuration().resolve("core-site.xml").toString(),
                "-conf",
                cluster.configuration().resolve("hdfs-site.xml").toString(),
                "-Dmapreduce.framework.name=local",
                "-Dmapreduce.local.map.tasks.maximum=" + maps,
                "-Dhadoop.tmp.dir=" + temporary,
                "-Ddfs.client.block.write.locateFollowingBlock.initial.delay.ms=5",
                "-m",
                String.valueOf(maps),
                from.toUri().toString(),
                cluster.uri() + to));
    }

    private static Path libraries() {
        try {
            return ServerLibraries.of("distcp");
        } catch (IllegalStateException e) {
            throw new BenchmarkFailure(String.valueOf(e.getMessage()), e);
        }
    }
}
