package org.onecopy.benchmarks;

import java.io.PrintStream;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

@Command(name = "scan")
final class ScanCommand implements Callable<Integer> {
    ScanCommand(PrintStream out, PrintStream err) {}

    @Override
    public Integer call() {
        return 0;
    }
}
