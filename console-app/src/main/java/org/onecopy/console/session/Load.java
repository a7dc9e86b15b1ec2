package org.onecopy.console.session;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.onecopy.model.NodeId;
import org.onecopy.model.ZoneName;
import org.onecopy.model.api.NodeStatus;

/**
 * What a node needs of its machine, at a moment. A figure that a node does not give is not a number.
 *
 * @param processor the part of all processors that the node's process uses, from 0 to 1
 * @param memory bytes of the process in memory, or of its heap where the system does not say
 * @param free bytes free where its state is
 * @param given bytes of contents that it gave to other zones since its start
 * @param roundTripMillis by zone, how long a question there takes, there and back
 */
public record Load(
        NodeId node,
        ZoneName zone,
        Instant time,
        double processor,
        double memory,
        double free,
        double given,
        Map<ZoneName, Double> roundTripMillis) {
    private static final Pattern LINE = Pattern.compile("([a-zA-Z_:]+)(?:\\{([^}]*)})? ([^ ]+)(?: .*)?");
    private static final Pattern TO = Pattern.compile("\\bto=\"([^\"]+)\"");
    private static final double MILLIS = 1e3;

    public Load {
        roundTripMillis = Map.copyOf(roundTripMillis);
    }

    /** @param metrics in the text format of Prometheus; lines that are not understood do not count */
    public static Load of(NodeStatus status, String metrics, Instant time) {
        double processor = Double.NaN;
        double free = Double.NaN;
        double given = 0;
        Map<ZoneName, Double> trips = new TreeMap<>();
        for (String line : metrics.split("\n", -1)) {
            Matcher matcher = LINE.matcher(line);
            if (line.startsWith("#") || !matcher.matches()) {
                continue;
            }
            double value = number(matcher.group(3));
            switch (matcher.group(1)) {
                case "process_cpu_usage" -> processor = value;
                case "onecopy_data_dir_free_bytes" -> free = value;
                case "onecopy_contents_given_bytes_total" -> given += value;
                case "onecopy_round_trip_seconds" -> {
                    Matcher to = TO.matcher(matcher.group(2) == null ? "" : matcher.group(2));
                    if (to.find() && !Double.isNaN(value)) {
                        trips.put(new ZoneName(to.group(1)), value * MILLIS);
                    }
                }
                default -> {
                    // Of the others there are many.
                }
            }
        }
        var memory = status.memory().resident() == null
                ? status.memory().heapUsed()
                : status.memory().resident();
        return new Load(status.node(), status.zone(), time, processor, memory.value(), free, given, trips);
    }

    private static double number(String text) {
        try {
            return Double.parseDouble(text);
        } catch (NumberFormatException e) {
            return Double.NaN;
        }
    }

    /** Bytes a second that it gave since an earlier moment; not a number where it was started anew between them. */
    public double givenSince(Load before) {
        double seconds = Duration.between(before.time, time).toMillis() / MILLIS;
        return seconds <= 0 || given < before.given ? Double.NaN : (given - before.given) / seconds;
    }
}
