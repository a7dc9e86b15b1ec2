package org.onecopy.simulation;

import org.onecopy.core.shown.ShownTables;
import org.onecopy.model.Digest;
import org.onecopy.storage.Place.Area;

/** Everything that helps to see what went wrong in a run, in few words. */
final class SimDump {
    private final Simulation simulation;
    private final AgreedTree agreed;

    SimDump(Simulation simulation) {
        this.simulation = simulation;
        agreed = new AgreedTree(simulation);
    }

    String text() {
        StringBuilder text = new StringBuilder(simulation.trace.toString());
        for (SimNode node : simulation.nodes) {
            text.append("\n=== ").append(node.id).append(' ').append(node.writer.state());
            text.append(" low water ").append(node.shown().cursor().lowWater());
            text.append(" of ").append(node.applied);
            text.append("\n tree ").append(node.disk.print(Area.TREE));
            text.append("\n reconciling ").append(node.shown().reconciling());
            text.append("\n held ").append(node.disk.print(Area.HELD));
            text.append("\n agreed ").append(agreed.of(node));
            node.stored()
                    .all(ShownTables.ENTRIES)
                    .values()
                    .forEach(entry -> text.append("\n   ").append(entry));
            node.stored()
                    .all(ShownTables.PENDING)
                    .forEach((key, value) ->
                            text.append("\n   pending ").append(key).append(' ').append(value));
            node.stored()
                    .all(ShownTables.HOLES)
                    .forEach((key, value) ->
                            text.append("\n   hole ").append(key).append(' ').append(value));
        }
        return shorten(text.toString());
    }

    private String shorten(String text) {
        String plain = text.replaceAll(
                        "Attributes\\[mode=(-?\\d+), owner=, group=, mtimeNanos=(\\d+), extras=(.*?blockBytes=0\\])\\]",
                        "@$1$3")
                .replace("Extras[acl=null, xattrs=null, replication=0, blockBytes=0]", "")
                .replaceAll("kind=|name=|content=null, |target=null, |target=null|file=Known\\[file=([0-9.]+)\\]", "$1")
                .replaceAll("Seen\\[version=([0-9.]+)\\]|Known\\[file=([0-9.]+)\\]", "$1$2")
                .replace("1700000", "~");
        return java.util.regex.Pattern.compile("[0-9a-f]{64}")
                .matcher(plain)
                .replaceAll(match -> "'" + agreed.text(Digest.parse(match.group())) + "'");
    }
}
