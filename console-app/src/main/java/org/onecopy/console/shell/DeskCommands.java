package org.onecopy.console.shell;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.onecopy.console.command.Command;
import org.onecopy.console.command.Command.Menu;
import org.onecopy.console.command.CommandRegistry;
import org.onecopy.console.command.Context;
import org.onecopy.console.connect.NetworkImport;
import org.onecopy.console.preferences.PreferencesPane;
import org.onecopy.console.theme.Ask;
import org.onecopy.console.theme.Themes;

/** All commands. */
final class DeskCommands {
    private DeskCommands() {}

    /** Commands of the command line that a console cannot stand for, and where they belong. */
    static final Map<String, String> NOT_HERE = Map.ofEntries(
            Map.entry("completion", "for shells"),
            Map.entry("console", "starts the console"),
            Map.entry(
                    "demo",
                    "starts a demonstration; the console connects to it by File, Open the running demonstration"),
            Map.entry("node", "on the node's machine"),
            Map.entry("network create", "on the machine of the first node"),
            Map.entry("network join", "on the new node's machine, with a ticket of Network, Make a ticket"),
            Map.entry("recover", "on the survivors' machines, while their nodes do not run"));

    static void add(CommandRegistry commands, Desk desk) {
        connections(commands, desk);
        views(commands, desk);
        RuleActs.add(commands, desk);
        NetworkActs.add(commands, desk);
        MembershipActs.add(commands, desk);
        NodeActs.add(commands, desk);
        ZoneActs.add(commands, desk);
        TimeoutActs.add(commands, desk);
        CareActs.add(commands, desk);
        CheckActs.add(commands, desk);
        RepairActs.add(commands, desk);
        ScheduleActs.add(commands, desk);
        ConflictActs.add(commands, desk);
        TrashActs.add(commands, desk);
        UndoActs.add(commands, desk);
        MigrationActs.add(commands, desk);
        CutoverActs.add(commands, desk);
        BandwidthActs.add(commands, desk);
        PeopleActs.add(commands, desk);
        AuditActs.add(commands, desk);
        window(commands, desk);
    }

    private static void connections(CommandRegistry commands, Desk desk) {
        commands.add(Command.of(
                        "connection.add", "New connection…", "fth-plus", Menu.FILE, context -> ConnectionActs.add(desk))
                .withKey("Shortcut+Shift+N"));
        commands.add(Command.of(
                        "connection.import",
                        "Import a network file…",
                        "fth-file-plus",
                        Menu.FILE,
                        context -> ConnectionActs.choose(desk))
                .withKey("Shortcut+O"));
        commands.add(Command.of("connection.demo", "Open the running demonstration", "fth-play", Menu.FILE, context -> {
            Optional<Path> file =
                    NetworkImport.running(System.getenv("XDG_STATE_HOME"), Path.of(System.getProperty("user.home")));
            if (file.isPresent()) {
                desk.importNetwork(file.get());
            } else {
                desk.say("No demonstration runs: start one with ./onecopy demo in a terminal.");
            }
        }));
        commands.add(Command.of(
                        "connection.login", "Log in…", "fth-log-in", Menu.FILE, context -> ConnectionActs.login(desk))
                .connected()
                .asCli(context -> "onecopy login", "login")
                .asRest("POST /api/v1/sessions", "{\"user\":\"NAME\",\"password\":\"…\"}"));
        commands.add(Command.of(
                        "connection.logout",
                        "Log out",
                        "fth-log-out",
                        Menu.FILE,
                        context -> ConnectionActs.logout(desk))
                .connected()
                .asCli(context -> "onecopy logout", "logout")
                .asRest("DELETE /api/v1/sessions/current"));
        commands.add(Command.of(
                        "connection.disconnect", "Disconnect", "fth-wifi-off", Menu.FILE, context -> desk.disconnect())
                .connected());
        commands.add(Command.of(
                        "connection.forget",
                        "Forget a connection…",
                        "fth-trash-2",
                        Menu.FILE,
                        context -> ConnectionActs.forget(desk))
                .onlyWhen(context -> !desk.book().all().isEmpty()));
        commands.add(Command.of(
                "connection.protect",
                "Passphrase for secrets…",
                "fth-lock",
                Menu.FILE,
                context -> ConnectionActs.protect(desk)));
        commands.add(Command.of(
                        "connection.keyring",
                        "Secrets in the system's keyring…",
                        "fth-key",
                        Menu.FILE,
                        context -> ConnectionActs.keyring(desk))
                .onlyWhen(context -> desk.book().keyringOffered()));
        commands.add(Command.of(
                        "window.quit",
                        "Quit",
                        "fth-power",
                        Menu.FILE,
                        context -> desk.stage().close())
                .withKey("Shortcut+Q"));
    }

    private static void views(CommandRegistry commands, Desk desk) {
        for (Screens.Entry screen : Screens.entries()) {
            Command command = Command.of(
                            "view." + screen.id(),
                            screen.title(),
                            screen.icon(),
                            Menu.VIEW,
                            context -> desk.visit(screen.id()))
                    .connected()
                    .asLook(screen.route(), screen.id().equals("whatif") ? "?lose=ZONE" : "");
            if (!screen.commands().isEmpty()) {
                command = command.asCli(
                        context -> "onecopy " + screen.commands().getFirst() + screen.argument(context),
                        screen.commands().toArray(String[]::new));
            }
            commands.add(screen.key() == null ? command : command.withKey(screen.key()));
        }
    }

    private static void window(CommandRegistry commands, Desk desk) {
        commands.add(
                Command.of("window.palette", "Find a command…", "fth-command", Menu.WINDOW, context -> desk.palette())
                        .withKey("Shortcut+Shift+P"));
        commands.add(Command.of("window.refresh", "Refresh", "fth-refresh-cw", Menu.WINDOW, context -> desk.refresh())
                .withKey("F5"));
        commands.add(Command.of(
                        "window.theme",
                        "Light or dark",
                        "fth-moon",
                        Menu.WINDOW,
                        context -> Themes.apply(!Themes.dark().get()))
                .withKey("Shortcut+Shift+D"));
        commands.add(Command.of(
                        "window.copy-cli",
                        "Copy as CLI…",
                        "fth-terminal",
                        Menu.WINDOW,
                        context -> copy(commands, desk, "Copy as CLI", command -> command.cliText(context)))
                .withKey("Shortcut+Shift+C"));
        commands.add(Command.of(
                        "window.copy-rest",
                        "Copy as REST…",
                        "fth-code",
                        Menu.WINDOW,
                        context -> copy(commands, desk, "Copy as REST", command -> command.restText(context)))
                .withKey("Shortcut+Shift+R"));
        commands.add(Command.of(
                        "window.preferences", "Preferences…", "fth-settings", Menu.WINDOW, context -> preferences(desk))
                .withKey("Shortcut+COMMA"));
        commands.add(Command.of(
                "window.keep-layout", "Save the layout as…", "fth-save", Menu.WINDOW, context -> keepLayout(desk)));
        commands.add(Command.of(
                "window.restore-layout", "Open a layout…", "fth-layout", Menu.WINDOW, context -> openLayout(desk)));
        commands.add(
                Command.of("help.about", "About the console", "fth-info", Menu.HELP, context -> about(context, desk))
                        .asCli(context -> "onecopy version", "version"));
    }

    private static void copy(
            CommandRegistry commands, Desk desk, String title, Function<Command, Optional<String>> form) {
        List<String> texts = commands.all().stream()
                .map(form)
                .flatMap(Optional::stream)
                .distinct()
                .toList();
        if (texts.isEmpty()) {
            desk.say("Nothing here can be typed or sent.");
            return;
        }
        Ask ask = new Ask(desk.stage(), title, "Copy");
        ask.plan(
                "What can be done now with what is selected, as it is typed or sent. Words in capitals are to be replaced.");
        ask.wide();
        ask.choice("line", "Command", texts, texts.getLast());
        ask.show().ifPresent(values -> Ask.copy(values.getOrDefault("line", "")));
    }

    private static void preferences(Desk desk) {
        Ask ask = new Ask(desk.stage(), "Preferences", "Close");
        ask.plan("What you choose counts at once.");
        ask.content(new PreferencesPane(desk.preferences()), 620);
        ask.tell();
    }

    private static void keepLayout(Desk desk) {
        Ask ask = new Ask(desk.stage(), "Save the layout", "Save");
        ask.text("name", "Name", "", "watching");
        ask.check(values ->
                values.getOrDefault("name", "").isBlank() ? Optional.of("Give it a name.") : Optional.empty());
        ask.show()
                .ifPresent(values ->
                        desk.keepLayout(values.getOrDefault("name", "").strip()));
    }

    private static void openLayout(Desk desk) {
        List<String> names = Stream.concat(
                        Stream.of("as at first"),
                        desk.layouts().keySet().stream().sorted())
                .toList();
        Ask ask = new Ask(desk.stage(), "Open a layout", "Open");
        ask.choice("name", "Layout", names, names.getLast());
        ask.show()
                .ifPresent(values -> desk.restore(
                        desk.layouts().getOrDefault(values.getOrDefault("name", ""), Settings.Layout.FIRST)));
    }

    private static void about(Context context, Desk desk) {
        Ask ask = new Ask(desk.stage(), "Onecopy console", "Close");
        ask.plan("One logical copy of your files in several places at once.");
        context.connected()
                .map(session -> session.snapshot().get())
                .ifPresent(now ->
                        ask.plan("The node that answers: " + now.status().node().node() + ", version "
                                + now.status().node().version()));
        ask.plan(desk.book().protection());
        boolean closed = ask.show().isPresent();
        if (closed) {
            desk.refresh();
        }
    }
}
