package org.onecopy.cli.demo;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.onecopy.cli.Table;
import org.onecopy.cli.Terminal;
import org.onecopy.model.ApiJson;
import org.onecopy.model.ByteCount;
import org.onecopy.model.DurationText;
import org.onecopy.model.ZoneName;

/** What a demonstration tells in its end: what came out, and what to try next. */
final class DemoReport {
    private final LiveLine line;
    private final Map<ZoneName, DemoStorage> storages;

    DemoReport(LiveLine line, Map<ZoneName, DemoStorage> storages) {
        this.line = line;
        this.storages = storages;
    }

    /** The result for machines, on standard output. */
    static void json(Terminal terminal, DemoResult result) throws JsonProcessingException {
        terminal.out().println(ApiJson.strict().writeValueAsString(result));
        terminal.out().flush();
    }

    /** The result for people. */
    void outcome(ZoneCopy copy, TreeProof.Outcome outcome, double seconds) {
        line.say("");
        line.say("copied %d new or different files (%s); all done after %s"
                .formatted(copy.files(), ByteCount.of(copy.bytes()), DurationText.rough(seconds)));
        if (copy.leftOut() > 0) {
            line.say("left out " + copy.leftOut()
                    + " that are no files, directories or links, or that the zone cannot hold");
        }
        Table table = Table.of(
                "ZONE",
                "STORAGE",
                ">FILES",
                ">DIRECTORIES",
                ">LINKS",
                ">BYTES",
                ">PARKED",
                "SHA-256 OVER WHAT ALL HOLD");
        for (TreeProof.ZoneDigest zone : outcome.zones()) {
            DemoStorage storage = storages.get(zone.zone());
            table.row(
                    zone.zone(),
                    storage == null ? null : storage.type(),
                    zone.files(),
                    zone.directories(),
                    zone.links(),
                    ByteCount.of(zone.bytes()),
                    zone.parked().values().stream().mapToLong(Long::longValue).sum(),
                    zone.digest());
        }
        line.say(table.render().stripTrailing());
        outcome.zones().stream().filter(zone -> !zone.parked().isEmpty()).forEach(this::parked);
        if (outcome.equal()) {
            line.say("all three zones hold the same" + exception(outcome) + ", read by "
                    + outcome.zones().stream()
                            .map(TreeProof.ZoneDigest::reader)
                            .distinct()
                            .collect(Collectors.joining(", ")));
        } else {
            line.say("THE ZONES DIFFER at " + outcome.differencesTotal() + " paths:");
            outcome.differences().forEach(difference -> line.say("  " + Table.printable(difference)));
            if (outcome.differencesTotal() > outcome.differences().size()) {
                line.say("  … and "
                        + (outcome.differencesTotal() - outcome.differences().size()) + " more");
            }
        }
    }

    private void parked(TreeProof.ZoneDigest zone) {
        line.say("parked in " + zone.zone() + ", which cannot hold them: "
                + zone.parked().entrySet().stream()
                        .map(reason -> reason.getValue() + " × " + reason.getKey())
                        .collect(Collectors.joining(", "))
                + " (onecopy parked)");
    }

    private static String exception(TreeProof.Outcome outcome) {
        return outcome.zones().stream().allMatch(zone -> zone.parked().isEmpty()) ? "" : ", but for what is parked";
    }

    /**
     * Commands that a person could try.
     *
     * @param pids of all that runs, by name
     */
    void suggest(List<DemoNode> nodes, Map<String, Long> pids) {
        List<DemoStorage> all = List.copyOf(storages.values());
        line.say("");
        line.say("Now try, in another terminal:");
        line.say("  write here:      " + all.get(0).write("hello.txt", "hello"));
        line.say("  look there:      " + all.get(1).look("hello.txt"));
        line.say("  and there:       " + all.get(2).look("hello.txt"));
        line.say("  write there:     " + all.get(2).write("back.txt", "'and back'"));
        line.say("  kill a node:     kill -9 " + pids.get(nodes.get(1).node().value()) + "   ("
                + nodes.get(1).node() + ", which is started again and catches up)");
        List<Kept> servers = all.stream()
                .flatMap(storage -> storage.servers().stream())
                .filter(server -> pids.containsKey(server.name()))
                .toList();
        if (!servers.isEmpty()) {
            line.say("  kill a storage:  "
                    + servers.stream()
                            .map(server -> "kill -9 " + pids.get(server.name()) + " (" + server.title() + ")")
                            .collect(Collectors.joining(", ")));
        }
        line.say("  ask:             onecopy status; onecopy lag; onecopy parked; onecopy events --follow");
        line.say("  see it:          onecopy console, and there: Open the running demonstration (needs a display)");
        line.say("  stop everything: Ctrl-C here; the same command goes on from where it was");
    }

    /** For machines. */
    static DemoResult result(ZoneCopy copy, TreeProof.Outcome outcome, double seconds, Path networkFile) {
        return new DemoResult(
                outcome.equal(),
                seconds,
                copy.files(),
                copy.bytes(),
                outcome.zones(),
                outcome.differences(),
                outcome.differencesTotal(),
                networkFile.toString());
    }
}
