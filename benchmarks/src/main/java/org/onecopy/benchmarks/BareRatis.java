package org.onecopy.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.onecopy.cli.demo.wan.Wan;
import org.onecopy.cli.demo.wan.WanZone;

/** The bare consensus library in the zones of a network, beside the nodes: three processes of {@link BareMember}. */
final class BareRatis {
    private static final int PORT = 6000;

    private final Process leader;
    private final BufferedReader answers;

    private BareRatis(Process leader) {
        this.leader = leader;
        this.answers = leader.inputReader(StandardCharsets.UTF_8);
    }

    /**
     * @param first the zone of the member that leads
     * @param bytes of an entry
     */
    static BareRatis start(Wan wan, String first, int bytes, BenchPlace place) throws IOException {
        List<WanZone> zones = Stream.concat(
                        Stream.of(wan.zone(first)),
                        wan.zones().stream().filter(zone -> !zone.name().equals(first)))
                .toList();
        List<Process> members = new ArrayList<>();
        for (int i = 0; i < zones.size(); i++) {
            List<String> command = new ArrayList<>(List.of(
                    Path.of(Objects.requireNonNull(System.getProperty("java.home")), "bin", "java")
                            .toString(),
                    "-Xmx128m",
                    "-XX:+UseSerialGC",
                    "--enable-native-access=ALL-UNNAMED",
                    "-Dorg.apache.ratis.thirdparty.io.netty.allocator.useCacheForAllThreads=false",
                    "-cp",
                    Objects.requireNonNull(System.getProperty("java.class.path")),
                    BareMember.class.getName(),
                    place.fresh("bare-" + i).toString(),
                    String.valueOf(i),
                    String.valueOf(bytes)));
            zones.forEach(zone -> command.add(zone.address() + ":" + PORT));
            members.add(zones.get(i)
                    .start(new ProcessBuilder(command)
                            .redirectError(place.resolve("bare-" + i + ".log").toFile())));
        }
        BareRatis bare = new BareRatis(members.getFirst());
        bare.answer("ready");
        return bare;
    }

    /** Agrees so many entries, one after the other. @return the milliseconds of each */
    List<Double> round(int entries) throws IOException {
        leader.outputWriter(StandardCharsets.UTF_8).append(entries + "\n").flush();
        return Stream.of(answer("ms ").substring("ms ".length()).split(" ", -1))
                .map(Double::valueOf)
                .toList();
    }

    private String answer(String beginning) throws IOException {
        for (String line = answers.readLine(); line != null; line = answers.readLine()) {
            if (line.startsWith(beginning)) {
                return line;
            }
        }
        throw new BenchmarkFailure("the bare library's process ended: see its log");
    }
}
