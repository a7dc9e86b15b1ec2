package org.onecopy.console.shell;

import static org.onecopy.console.lists.Column.text;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import javafx.scene.control.TableView;
import org.onecopy.console.command.Command;
import org.onecopy.console.command.Command.Menu;
import org.onecopy.console.command.CommandRegistry;
import org.onecopy.console.command.Context;
import org.onecopy.console.command.Rest;
import org.onecopy.console.contents.BrowseModel;
import org.onecopy.console.contents.Browser;
import org.onecopy.console.lists.PlainTable;
import org.onecopy.console.lists.Texts;
import org.onecopy.console.session.Session;
import org.onecopy.console.session.Snapshot;
import org.onecopy.console.theme.Ask;
import org.onecopy.model.ZoneName;
import org.onecopy.model.api.LevelSpec;
import org.onecopy.model.api.LevelView;
import org.onecopy.model.api.NodeLevelView;
import org.onecopy.model.api.ZoneSpec;
import org.onecopy.model.api.ZoneView;
import org.onecopy.model.client.AdminClient;

/** Zones that come before their first node and go after their last one, and what the network as a whole understands. */
final class ZoneActs {
    private static final List<String> STORAGES = List.of("local", "hdfs", "hadoop", "s3", ZoneSpec.NONE);
    private static final double WIDE = 620;
    private static final int ROWS_MAX = 8;

    private ZoneActs() {}

    static void add(CommandRegistry commands, Desk desk) {
        commands.add(Command.of("zone.add", "Add a zone…", "fth-plus", Menu.NETWORK, context -> add(desk, context))
                .connected()
                .asCli(context -> "onecopy zones add ZONE --storage local", "zones add")
                .asRest("POST /api/v1/zones", "{\"zone\":\"ZONE\",\"storage\":\"local\"}"));
        commands.add(Command.on(
                        ZoneView.class,
                        "zone.remove",
                        "Remove zone…",
                        "fth-trash-2",
                        Menu.NETWORK,
                        context -> remove(desk, context))
                .asCli(
                        context -> "onecopy zones remove " + context.word(ZoneView.class, ZoneView::name, "ZONE"),
                        "zones remove")
                .asRest("DELETE /api/v1/zones/{zone}"));
        commands.add(Command.on(
                        ZoneView.class,
                        "zone.files",
                        "Look into its storage…",
                        "fth-folder",
                        Menu.NETWORK,
                        context -> files(desk, context))
                .asCli(
                        context -> "onecopy zones files " + context.word(ZoneView.class, ZoneView::name, "ZONE") + " /",
                        "zones files")
                .asLook("GET /api/v1/storage/files", "?path=/"));
        commands.add(Command.of(
                        "network.level",
                        "Feature level…",
                        "fth-arrow-up-circle",
                        Menu.NETWORK,
                        context -> level(desk, context))
                .connected()
                .asCli(context -> "onecopy network level", "network level")
                .asLook("GET /api/v1/network/level", ""));
    }

    // ---- zones

    private static ZoneSpec spec(Map<String, String> values) {
        return new ZoneSpec(
                new ZoneName(values.getOrDefault("zone", "").strip()), values.getOrDefault("storage", "local"));
    }

    private static void add(Desk desk, Context context) {
        Session session = context.connected().orElseThrow();
        Snapshot now = session.snapshot().get();
        Ask ask = new Ask(desk.stage(), "Add a zone", "Add the zone");
        ask.plan(
                "A zone is a place with a storage of its own. It is made by its first node anyhow; made before, only nodes with"
                        + " a storage of this type come into it.");
        ask.text("zone", "Name", "", "lyon");
        ask.choice("storage", "Storage", STORAGES, "local");
        ask.plan("local: a directory, also on NFS. none: for witnesses, which vote and hold no files.");
        ask.check(values -> {
            ZoneName name = spec(values).zone();
            return now != null
                            && now.zones().stream().anyMatch(zone -> zone.name().equals(name))
                    ? Optional.of("The network has a zone " + name + ".")
                    : Optional.empty();
        });
        ask.cli(values -> "onecopy zones add " + spec(values).zone() + " --storage "
                + spec(values).storage());
        ask.rest(values -> Rest.line(session, "POST", "/api/v1/zones", Rest.json(spec(values))));
        ask.show()
                .map(ZoneActs::spec)
                .ifPresent(spec -> desk.change(
                        session,
                        "Add zone " + spec.zone(),
                        client -> {
                            client.addZone(spec);
                            return spec;
                        },
                        made -> {
                            desk.open("zones").refresh();
                            desk.say("Bring the first node of zone " + made.zone() + ": Network, Induct a node.");
                        }));
    }

    private static void remove(Desk desk, Context context) {
        Session session = context.connected().orElseThrow();
        context.selected(ZoneView.class)
                .ifPresent(zone -> desk.work()
                        .run(
                                "Look at zone " + zone.name(),
                                () -> session.gateway().ask(AdminClient::tickets).stream()
                                        .filter(ticket -> ticket.zone().equals(zone.name()))
                                        .count(),
                                tickets -> remove(desk, session, zone, tickets),
                                desk::say));
    }

    private static void remove(Desk desk, Session session, ZoneView zone, long tickets) {
        Ask ask = new Ask(desk.stage(), "Take zone " + zone.name() + " out of the network?", "Remove zone");
        if (tickets > 0) {
            ask.plan("What goes with it: " + Texts.many(tickets, "ticket") + ".");
        }
        ask.plan("Its storage stays as it is. A zone that is in a rule is not removed.");
        ask.typeToConfirm(zone.name().value());
        ask.check(values -> zone.nodes().isEmpty()
                ? Optional.empty()
                : Optional.of("The zone has nodes: remove " + Texts.of(zone.nodes()) + " first."));
        ask.cli(values -> "onecopy zones remove " + zone.name());
        ask.rest(values -> Rest.line(session, "DELETE", "/api/v1/zones/" + zone.name(), ""));
        ask.show()
                .ifPresent(values ->
                        desk.order(session, "Remove zone " + zone.name(), client -> client.removeZone(zone.name())));
    }

    private static void files(Desk desk, Context context) {
        Session session = context.connected().orElseThrow();
        context.selected(ZoneView.class)
                .flatMap(zone -> Browser.choose(
                        desk.stage(),
                        zone.name(),
                        "/",
                        new BrowseModel(
                                (path, after, limit) -> session.gateway()
                                        .askIn(
                                                zone.name(),
                                                client -> client.files().list(path, after, limit)),
                                desk.work())))
                .ifPresent(path -> {
                    Ask.copy(path);
                    desk.say("Copied: " + path);
                });
    }

    // ---- feature level

    private static void level(Desk desk, Context context) {
        Session session = context.connected().orElseThrow();
        desk.work()
                .run(
                        "Ask all nodes what they know",
                        () -> session.gateway().ask(client -> client.levels().show()),
                        level -> level(desk, session, level),
                        desk::say);
    }

    private static void level(Desk desk, Session session, LevelView level) {
        boolean more = level.attainable() > level.level();
        Ask ask = new Ask(
                desk.stage(),
                "The network has feature level " + level.level(),
                more ? "Raise to " + level.attainable() : "Close");
        ask.plan("What is new in a release is used once all nodes know it and the level is raised.");
        ask.plan(standing(level));
        TableView<NodeLevelView> nodes = PlainTable.of(
                "level-nodes",
                List.of(
                        text("Node", 150, NodeLevelView::node),
                        text("Zone", 110, NodeLevelView::zone),
                        text("Version", 220, ZoneActs::version),
                        text("Knows", 80, NodeLevelView::knows)),
                level.nodes(),
                "");
        PlainTable.fit(nodes, ROWS_MAX);
        ask.content(nodes, WIDE);
        if (!more) {
            ask.cli(values -> "onecopy network level");
            ask.rest(values -> Rest.line(session, "GET", "/api/v1/network/level", ""));
            ask.tell();
            return;
        }
        ask.plan("It cannot be lowered again: from then on older releases cannot come back.");
        ask.typeToConfirm("" + level.attainable());
        ask.cli(values -> "onecopy network level --raise");
        ask.rest(values ->
                Rest.line(session, "POST", "/api/v1/network/level", Rest.json(new LevelSpec(level.attainable()))));
        ask.show()
                .ifPresent(values -> desk.change(
                        session,
                        "Raise the feature level to " + level.attainable(),
                        client -> client.levels().raise(new LevelSpec(level.attainable())),
                        raised -> desk.say("The network has feature level " + raised.level() + ".")));
    }

    private static String version(NodeLevelView node) {
        return node.version() != null ? node.version() : node.knows() == null ? "no answer" : "older";
    }

    /** What can be done about the level. */
    static String standing(LevelView level) {
        int newest = level.nodes().stream()
                .mapToInt(node -> node.knows() == null ? 0 : node.knows())
                .max()
                .orElse(0);
        return level.attainable() > level.level()
                ? "All nodes know level " + level.attainable() + "."
                : newest > level.level()
                        ? "Some nodes know level " + newest
                                + ": upgrade the others, and start those that do not answer, before it is raised."
                        : "All is used that the nodes know.";
    }
}
