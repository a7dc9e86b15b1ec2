package org.onecopy.console.shell;

import static org.onecopy.console.lists.Column.number;
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
import org.onecopy.console.lists.PlainTable;
import org.onecopy.console.session.Session;
import org.onecopy.console.theme.Ask;
import org.onecopy.model.ByteCount;
import org.onecopy.model.ZoneName;
import org.onecopy.model.api.FenceSpec;
import org.onecopy.model.api.FenceView;
import org.onecopy.model.api.Filter;
import org.onecopy.model.api.HeldChangeView;
import org.onecopy.model.api.Listing;
import org.onecopy.model.api.RuleView;

/** Users move from one zone to the others: its fence, what waits behind it, and lifting it. */
final class CutoverActs {
    private static final double WIDE = 820;
    private static final int ROWS_MAX = 12;

    private CutoverActs() {}

    static void add(CommandRegistry commands, Desk desk) {
        commands.add(Command.of(
                        "cutover.begin",
                        "Cut over from a zone…",
                        "fth-corner-up-right",
                        Menu.RULES,
                        context -> begin(desk, context))
                .connected()
                .asCli(
                        context -> "onecopy migrate cutover " + context.word(RuleView.class, RuleView::name, "RULE")
                                + " --from ZONE",
                        "migrate cutover")
                .asRest("POST /api/v1/rules/{rule}/fences", "{\"zone\":\"ZONE\"}"));
        commands.add(Command.on(
                        FenceView.class,
                        "cutover.held",
                        "What waits there…",
                        "fth-pause-circle",
                        Menu.RULES,
                        context -> held(desk, context))
                .asCli(
                        context -> "onecopy migrate held "
                                + context.word(FenceView.class, FenceView::rule, "RULE") + " --zone "
                                + context.word(FenceView.class, FenceView::zone, "ZONE"),
                        "migrate held")
                .asLook("GET /api/v1/rules/{rule}/fences/{zone}/held", ""));
        commands.add(Command.on(
                        FenceView.class,
                        "cutover.lift",
                        "Lift the fence…",
                        "fth-unlock",
                        Menu.RULES,
                        context -> lift(desk, context))
                .asCli(
                        context -> "onecopy migrate cutover "
                                + context.word(FenceView.class, FenceView::rule, "RULE") + " --release --from "
                                + context.word(FenceView.class, FenceView::zone, "ZONE"),
                        "migrate cutover")
                .asRest("DELETE /api/v1/rules/{rule}/fences/{zone}"));
    }

    private static void begin(Desk desk, Context context) {
        Session session = context.connected().orElseThrow();
        RuleChoice.of(desk, context, "Cut over from a zone").ifPresent(rule -> begin(desk, session, rule));
    }

    private static void begin(Desk desk, Session session, RuleView rule) {
        List<String> zones =
                rule.zones().stream().map(location -> location.zone().value()).toList();
        Ask ask = new Ask(desk.stage(), "Cut rule " + rule.name() + " over from a zone", "Fence the zone");
        ask.plan("First stop the programs that write in the zone, or let them write in another one.");
        ask.plan(
                "What users change there from now on reaches no other zone; it is kept in the zone, and goes on when the fence"
                        + " is lifted. What others change still reaches the zone.");
        ask.plan(
                "The cut-over is done once all other zones have everything up to the fence, and nothing waits: View, Cut-over"
                        + " shows it.");
        ask.choice("zone", "From zone", zones, zones.getFirst());
        ask.typeToConfirm(rule.name().value());
        ask.check(values -> zones.size() < 2
                ? Optional.of("The rule has one zone alone: there is nowhere to go to.")
                : Optional.empty());
        ask.cli(values -> "onecopy migrate cutover " + rule.name() + " --from " + zone(values));
        ask.rest(values -> Rest.line(
                session, "POST", "/api/v1/rules/" + rule.name() + "/fences", Rest.json(new FenceSpec(zone(values)))));
        ask.show()
                .map(CutoverActs::zone)
                .ifPresent(zone -> desk.change(
                        session,
                        "Fence zone " + zone + " of " + rule.name(),
                        client -> client.beginFence(rule.name(), zone),
                        fence -> desk.open("fences").refresh()));
    }

    private static ZoneName zone(Map<String, String> values) {
        return new ZoneName(values.getOrDefault("zone", ""));
    }

    private static void held(Desk desk, Context context) {
        Session session = context.connected().orElseThrow();
        context.selected(FenceView.class)
                .ifPresent(fence -> desk.work()
                        .run(
                                "What waits in zone " + fence.zone(),
                                () -> session.gateway()
                                        .askIn(
                                                fence.zone(),
                                                client -> client.fenceHeld(
                                                        fence.rule(), fence.zone(), 0, Filter.LIMIT_MAX)),
                                waiting -> held(desk, session, fence, waiting),
                                desk::say));
    }

    private static void held(Desk desk, Session session, FenceView fence, Listing<HeldChangeView> waiting) {
        Ask ask = new Ask(desk.stage(), "What waits in zone " + fence.zone() + " of rule " + fence.rule(), "Close");
        ask.plan(
                "Users changed this in the zone after it was fenced. It lies there as it was written, and reaches no other zone"
                        + " before the fence is lifted.");
        long more = waiting.total() - waiting.items().size();
        if (more > 0) {
            ask.plan("The first " + waiting.items().size() + " are below; there are " + more + " more.");
        }
        TableView<HeldChangeView> table = PlainTable.of(
                "fence-held",
                List.of(
                        text("What", 90, HeldChangeView::kind),
                        text("Path", 450, HeldChangeView::path),
                        number("Length", 80, HeldChangeView::bytes, ByteCount::toString),
                        text("Since", 150, HeldChangeView::time)),
                waiting.items(),
                fence.compared()
                        ? "Nothing waits."
                        : "Nothing is known to wait; the zone has not been compared as a whole since the fence.");
        PlainTable.fit(table, ROWS_MAX);
        ask.content(table, WIDE);
        ask.cli(values -> "onecopy migrate held " + fence.rule() + " --zone " + fence.zone());
        ask.rest(values ->
                Rest.line(session, "GET", "/api/v1/rules/" + fence.rule() + "/fences/" + fence.zone() + "/held", ""));
        ask.tell();
    }

    private static void lift(Desk desk, Context context) {
        Session session = context.connected().orElseThrow();
        context.selected(FenceView.class).ifPresent(fence -> {
            Ask ask = new Ask(desk.stage(), "Lift the fence of zone " + fence.zone() + "?", "Lift the fence");
            ask.plan("Zone " + fence.zone() + " of rule " + fence.rule()
                    + " is a zone like the others again. What waited goes on as any change, with the version that it was based"
                    + " on: where another zone changed the same file meanwhile, both are kept.");
            ask.plan(fence.held() == 0 ? "Nothing is known to wait." : "Changes that wait: " + fence.held() + ".");
            ask.plan("To leave the zone for good, take it out of the rule instead, while it is fenced.");
            ask.typeToConfirm(fence.rule().value());
            ask.cli(values -> "onecopy migrate cutover " + fence.rule() + " --release --from " + fence.zone());
            ask.rest(values ->
                    Rest.line(session, "DELETE", "/api/v1/rules/" + fence.rule() + "/fences/" + fence.zone(), ""));
            ask.show()
                    .ifPresent(values -> desk.change(
                            session,
                            "Lift the fence of " + fence.zone(),
                            client -> client.liftFence(fence.rule(), fence.zone()),
                            before -> desk.say(
                                    before.held() == 0
                                            ? "The fence is lifted."
                                            : "The fence is lifted; what waited goes on now: " + before.held() + ".")));
        });
    }
}
