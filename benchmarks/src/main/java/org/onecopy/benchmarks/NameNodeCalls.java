package org.onecopy.benchmarks;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What a NameNode was asked until a moment, as its own metrics count it.
 *
 * @param counts by the name of the call
 */
record NameNodeCalls(SortedMap<String, Long> counts) {
    private static final String METRICS = "/jmx?qry=Hadoop:service=NameNode,name=RpcDetailedActivityForPort*";
    private static final Pattern CALLS = Pattern.compile("\"(?!Overall)(\\w+)NumOps\" : (\\d+)");

    /** Calls that come less often than this for each file are left out: heartbeats, and what is asked now and then. */
    private static final double LEAST = 0.02;

    static NameNodeCalls soFar(BenchHdfs cluster) {
        try (InputStream in = URI.create(cluster.http() + METRICS).toURL().openStream()) {
            return parse(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static NameNodeCalls parse(String metrics) {
        SortedMap<String, Long> counts = new TreeMap<>();
        Matcher call = CALLS.matcher(metrics);
        while (call.find()) {
            counts.merge(call.group(1), Long.parseLong(call.group(2)), Long::sum);
        }
        return new NameNodeCalls(counts);
    }

    /** The difference for each file, in words. */
    String since(NameNodeCalls before, int files) {
        return counts.entrySet().stream()
                .map(call -> new Each(
                        call.getKey(),
                        (call.getValue() - before.counts.getOrDefault(call.getKey(), 0L)) / (double) files))
                .filter(each -> each.times >= LEAST)
                .map(each -> each.call + " " + Report.number(each.times))
                .collect(Collectors.joining(", "));
    }

    private record Each(String call, double times) {}
}
