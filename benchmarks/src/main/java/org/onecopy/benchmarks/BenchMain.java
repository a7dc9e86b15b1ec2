package org.onecopy.benchmarks;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;

/** {@code ./onecopy bench}. */
public final class BenchMain {
    private BenchMain() {}

    public static void main(String[] args) {
        PrintStream out = new PrintStream(System.out, false, StandardCharsets.UTF_8);
        PrintStream err = new PrintStream(System.err, true, StandardCharsets.UTF_8);
        System.exit(new CommandLine(new BenchCommand(out, err))
                .addSubcommand("s3", new S3Command(out, err))
                .addSubcommand("hdfs", new HdfsCommand(out, err))
                .addSubcommand("scan", new ScanCommand(out, err))
                .addSubcommand("check", new CheckCommand(out, err))
                .addSubcommand("failover", new FailoverCommand(out, err))
                .addSubcommand("wan", new WanCommand(out, err))
                .setUsageHelpAutoWidth(true)
                .execute(args));
    }
}
