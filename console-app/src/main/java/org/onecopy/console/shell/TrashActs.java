package org.onecopy.console.shell;

import static org.onecopy.console.lists.Column.count;
import static org.onecopy.console.lists.Column.number;
import static org.onecopy.console.lists.Column.text;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import javafx.scene.control.TableView;
import org.onecopy.console.command.Command;
import org.onecopy.console.command.Command.Menu;
import org.onecopy.console.command.CommandRegistry;
import org.onecopy.console.command.Context;
import org.onecopy.console.lists.PlainTable;
import org.onecopy.console.lists.Texts;
import org.onecopy.console.rules.RulePlan;
import org.onecopy.console.session.Session;
import org.onecopy.console.theme.Ask;
import org.onecopy.model.ByteCount;
import org.onecopy.model.DurationText;
import org.onecopy.model.RuleName;
import org.onecopy.model.ZoneName;
import org.onecopy.model.api.EmptyOutcome;
import org.onecopy.model.api.EmptySpec;
import org.onecopy.model.api.LocationView;
import org.onecopy.model.api.RestoreSpec;
import org.onecopy.model.api.RuleView;
import org.onecopy.model.api.TrashView;

/** The zones' trash: bringing something back, deleting for ever. */
final class TrashActs {
    private static final String ZONE = "zone-";
    private static final double WIDE = 640;
    private static final int ROWS_MAX = 6;

    private TrashActs() {}

    static void add(CommandRegistry commands, Desk desk) {
        commands.add(Command.on(
                        TrashView.class,
                        "trash.restore",
                        "Bring back…",
                        "fth-corner-up-left",
                        Menu.RULES,
                        context -> restore(desk, context))
                .onlyWhen(context -> context.selected(TrashView.class)
                        .map(item -> item.unusable() == null)
                        .orElse(false))
                .asCli(
                        context -> "onecopy trash restore "
                                + context.word(
                                        TrashView.class,
                                        item -> item.rule() + " " + RulePlan.quote(item.item()) + " --zone "
                                                + item.zone(),
                                        "RULE ITEM"),
                        "trash restore")
                .asRest("POST /api/v1/rules/{rule}/trash/{item}/restore", "{}"));
        commands.add(Command.of(
                        "trash.empty", "Empty the trash…", "fth-trash-2", Menu.RULES, context -> empty(desk, context))
                .connected()
                .asCli(
                        context -> "onecopy trash empty "
                                + context.selected(TrashView.class)
                                        .map(TrashView::rule)
                                        .map(RuleName::value)
                                        .orElse(context.word(RuleView.class, RuleView::name, "RULE")),
                        "trash empty")
                .asRest("POST /api/v1/rules/{rule}/trash/empty", "{\"until\":\"TIME\",\"plan\":true}"));
    }

    // ---- bringing back

    private static void restore(Desk desk, Context context) {
        Session session = context.connected().orElseThrow();
        context.selected(TrashView.class).ifPresent(item -> {
            Ask ask = new Ask(desk.stage(), "Bring " + name(item) + " back?", "Bring back");
            ask.plan("From the trash of zone " + item.zone() + ", where it went " + Texts.of(item.since()) + ": "
                    + item.path() + (item.kind().equals("file") ? ", " + item.length() : ", a " + item.kind()) + ".");
            ask.plan("It comes back in all zones. What its file holds now goes to the trash.");
            ask.text("to", "Put it at (empty: where its file is)", "", item.path());
            ask.cli(values -> "onecopy trash restore " + item.rule() + " " + RulePlan.quote(item.item()) + " --zone "
                    + item.zone()
                    + (to(values).isEmpty() ? "" : " --to " + RulePlan.quote(to(values))));
            ask.show()
                    .ifPresent(values -> desk.act(
                            session,
                            "Bring " + name(item) + " back",
                            () -> session.gateway()
                                    .askIn(
                                            item.zone(),
                                            client -> client.restoreTrash(
                                                    item.rule(),
                                                    item.item(),
                                                    new RestoreSpec(to(values).isEmpty() ? null : to(values)))),
                            done -> desk.say(done.path() + " is back, agreed at index " + done.index() + ".")));
        });
    }

    private static String to(Map<String, String> values) {
        return values.getOrDefault("to", "").strip();
    }

    private static String name(TrashView item) {
        return item.path().substring(item.path().lastIndexOf('/') + 1);
    }

    // ---- emptying

    private static void empty(Desk desk, Context context) {
        Session session = context.connected().orElseThrow();
        Optional<RuleView> of = context.selected(TrashView.class)
                .flatMap(item -> Optional.ofNullable(session.snapshot().get())
                        .flatMap(now -> now.rules().stream()
                                .filter(rule -> rule.name().equals(item.rule()))
                                .findFirst()));
        of.or(() -> RuleChoice.of(desk, context, "Empty the trash")).ifPresent(rule -> empty(desk, session, rule));
    }

    private static void empty(Desk desk, Session session, RuleView rule) {
        List<ZoneName> zones = rule.zones().stream().map(LocationView::zone).toList();
        Ask ask = new Ask(desk.stage(), "Empty the trash of rule " + rule.name(), "Show what would go");
        ask.plan("What lies in the trash of the zones is deleted for ever. Next you see how much that is; nothing is"
                + " deleted before you say so.");
        ask.text("age", "Only what has been there for", "0s", "3d");
        zones.forEach(zone -> ask.flag(ZONE + zone, "Zone " + zone, true));
        ask.check(values -> chosen(values, zones).isEmpty()
                        || DurationText.parse(values.getOrDefault("age", "")).isNegative()
                ? Optional.of("Choose a zone, and a time such as 3d.")
                : Optional.empty());
        ask.cli(values -> cli(rule, chosen(values, zones), values.getOrDefault("age", "0s"), zones) + " --plan");
        ask.show().ifPresent(values -> {
            Instant until = desk.work().clock().instant().minus(DurationText.parse(values.getOrDefault("age", "0s")));
            List<ZoneName> chosen = chosen(values, zones);
            String cli = cli(rule, chosen, values.getOrDefault("age", "0s"), zones);
            desk.work()
                    .run(
                            "What would go from the trash of " + rule.name(),
                            () -> empty(session, rule, chosen, new EmptySpec(until, true)),
                            planned -> confirm(desk, session, rule, chosen, until, planned, cli),
                            desk::say);
        });
    }

    private static List<ZoneName> chosen(Map<String, String> values, List<ZoneName> zones) {
        return zones.stream()
                .filter(zone -> "true".equals(values.get(ZONE + zone)))
                .toList();
    }

    private static String cli(RuleView rule, List<ZoneName> chosen, String age, List<ZoneName> zones) {
        return "onecopy trash empty " + rule.name()
                + (chosen.equals(zones)
                        ? ""
                        : chosen.stream().map(zone -> " --zone " + zone).collect(Collectors.joining()))
                + (age.strip().equals("0s") ? "" : " --older-than " + age.strip());
    }

    private static List<EmptyOutcome> empty(Session session, RuleView rule, List<ZoneName> zones, EmptySpec spec) {
        return zones.stream()
                .map(zone -> session.gateway().askIn(zone, client -> client.emptyTrash(rule.name(), spec)))
                .toList();
    }

    private static void confirm(
            Desk desk,
            Session session,
            RuleView rule,
            List<ZoneName> zones,
            Instant until,
            List<EmptyOutcome> planned,
            String cli) {
        long items = planned.stream().mapToLong(EmptyOutcome::items).sum();
        if (items == 0) {
            desk.say("Nothing would go from the trash of " + rule.name() + ".");
            return;
        }
        Ask ask = new Ask(desk.stage(), "Delete this for ever?", "Delete for ever");
        ask.plan(items + " items that went to the trash of rule " + rule.name() + " until " + Texts.of(until)
                + " are deleted. They cannot be had again.");
        TableView<EmptyOutcome> table = PlainTable.of(
                "trash-plan",
                List.of(
                        text("Zone", 110, EmptyOutcome::zone),
                        count("Items", 80, EmptyOutcome::items),
                        number("Bytes", 100, EmptyOutcome::bytes, ByteCount::toString),
                        count("Stay: a zone may need them", 200, EmptyOutcome::waiting)),
                planned,
                "");
        PlainTable.fit(table, ROWS_MAX);
        ask.content(table, WIDE);
        ask.typeToConfirm(rule.name().value());
        ask.cli(values -> cli);
        ask.show()
                .ifPresent(values -> desk.act(
                        session,
                        "Empty the trash of " + rule.name(),
                        () -> empty(session, rule, zones, new EmptySpec(until, false)),
                        done -> {}));
    }
}
