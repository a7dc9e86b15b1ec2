package org.onecopy.benchmarks;

import java.util.function.Consumer;

/**
 * What every measurement works with.
 *
 * @param progress told what is being done, for a person who waits
 */
record Bench(BenchPlace place, BenchNetwork network, ToolRun tools, Patience patience, Consumer<String> progress) {}
