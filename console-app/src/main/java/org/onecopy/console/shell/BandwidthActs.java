package org.onecopy.console.shell;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.onecopy.console.bandwidth.LimitWords;
import org.onecopy.console.bandwidth.WeekPane;
import org.onecopy.console.command.Command;
import org.onecopy.console.command.Command.Menu;
import org.onecopy.console.command.CommandRegistry;
import org.onecopy.console.command.Context;
import org.onecopy.console.command.Rest;
import org.onecopy.console.session.Session;
import org.onecopy.console.session.Snapshot;
import org.onecopy.console.theme.Ask;
import org.onecopy.model.api.BandwidthSpec;
import org.onecopy.model.api.BandwidthView;
import org.onecopy.model.api.RuleView;
import org.onecopy.model.api.ZoneView;

/** Limits to how fast contents travel. */
final class BandwidthActs {
    private static final String ROUTE = "PUT /api/v1/bandwidth/{limit}";
    private static final String BODY = "{\"from\":\"ZONE\",\"rate\":10485760,\"hours\":\"mon-fri 08:00-18:00\"}";
    private static final double WIDE = 640;

    private BandwidthActs() {}

    static void add(CommandRegistry commands, Desk desk) {
        commands.add(Command.of(
                        "limit.add",
                        "Limit bandwidth…",
                        "fth-sliders",
                        Menu.NETWORK,
                        context -> edit(desk, context.connected().orElseThrow(), null))
                .connected()
                .asCli(context -> "onecopy bandwidth set NAME --from ZONE --rate 10MiB", "bandwidth set")
                .asRest(ROUTE, BODY));
        commands.add(Command.on(
                        BandwidthView.class,
                        "limit.change",
                        "Change the limit…",
                        "fth-edit-2",
                        Menu.NETWORK,
                        context -> context.selected(BandwidthView.class)
                                .ifPresent(
                                        limit -> edit(desk, context.connected().orElseThrow(), limit)))
                .asCli(
                        context -> "onecopy bandwidth set "
                                + context.word(BandwidthView.class, BandwidthView::name, "NAME") + " --rate 10MiB",
                        "bandwidth set")
                .asRest(ROUTE, BODY));
        commands.add(Command.on(
                        BandwidthView.class,
                        "limit.remove",
                        "Remove the limit…",
                        "fth-trash-2",
                        Menu.NETWORK,
                        context -> remove(desk, context))
                .asCli(
                        context -> "onecopy bandwidth remove "
                                + context.word(BandwidthView.class, BandwidthView::name, "NAME"),
                        "bandwidth remove")
                .asRest("DELETE /api/v1/bandwidth/{limit}"));
    }

    private static void edit(Desk desk, Session session, @Nullable BandwidthView before) {
        Snapshot now = session.snapshot().get();
        Stream<?> zones = now == null ? Stream.of() : now.zones().stream().map(ZoneView::name);
        Stream<?> rules = now == null ? Stream.of() : now.rules().stream().map(RuleView::name);
        var ends = LimitWords.choices(zones);
        Ask ask = new Ask(desk.stage(), before == null ? "Limit bandwidth" : "Change limit " + before.name(), "Set");
        ask.plan(
                "All nodes of the zone that gives contents keep to it together, within a second and also for what is under way."
                        + " Where several limits concern a content, the slowest counts.");
        WeekPane week = new WeekPane();
        ask.content(week, WIDE);
        if (before == null) {
            ask.text("name", "Name", "", "office");
        }
        ask.choice("from", "Of contents from zone", ends, LimitWords.choice(before == null ? null : before.from()));
        ask.choice("to", "To zone", ends, LimitWords.choice(before == null ? null : before.to()));
        ask.choice(
                "limited",
                "Of rule",
                LimitWords.choices(rules),
                LimitWords.choice(before == null ? null : before.rule()));
        ask.text("rate", "Bytes a second", before == null ? "" : before.rate().exact(), "10MiB");
        ask.text("hours", "Hours", text(before == null ? null : before.hours()), "empty: always; mon-fri 08:00-18:00");
        ask.text(
                "time-zone",
                "Time zone",
                text(before == null ? null : before.timeZone()),
                "of the hours, such as Europe/Oslo; empty: UTC");
        ask.whenTyped(values -> draw(week, values));
        ask.check(values -> {
            LimitWords.spec(named(before, values));
            return Optional.empty();
        });
        ask.cli(values -> LimitWords.cli(name(before, values), LimitWords.spec(named(before, values))));
        ask.rest(values -> Rest.line(
                session,
                "PUT",
                "/api/v1/bandwidth/" + name(before, values),
                Rest.json(LimitWords.spec(named(before, values)))));
        ask.show().ifPresent(values -> {
            String name = name(before, values);
            BandwidthSpec spec = LimitWords.spec(named(before, values));
            desk.change(
                    session,
                    "Limit bandwidth: " + name,
                    client -> client.bandwidth().set(name, spec),
                    set -> desk.open("bandwidth").refresh());
        });
    }

    private static String text(@Nullable String value) {
        return value == null ? "" : value;
    }

    private static String name(@Nullable BandwidthView before, Map<String, String> values) {
        return before == null ? values.getOrDefault("name", "").strip() : before.name();
    }

    private static Map<String, String> named(@Nullable BandwidthView before, Map<String, String> values) {
        Map<String, String> all = new HashMap<>(values);
        all.put("name", name(before, values));
        return all;
    }

    private static void draw(WeekPane week, Map<String, String> values) {
        try {
            week.show(LimitWords.hours(values).orElse(null));
        } catch (IllegalArgumentException e) {
            week.setOpacity(0.4); // of what was typed last that are hours; below stands what is wrong
            return;
        }
        week.setOpacity(1);
    }

    private static void remove(Desk desk, Context context) {
        Session session = context.connected().orElseThrow();
        context.selected(BandwidthView.class).ifPresent(limit -> {
            Ask ask = new Ask(desk.stage(), "Remove limit " + limit.name() + "?", "Remove the limit");
            ask.plan("Contents from " + LimitWords.choice(limit.from()) + " zone to " + LimitWords.choice(limit.to())
                    + " travel as fast as they can again, within a second, or as other limits allow.");
            ask.typeToConfirm(limit.name());
            ask.cli(values -> "onecopy bandwidth remove " + limit.name());
            ask.rest(values -> Rest.line(session, "DELETE", "/api/v1/bandwidth/" + limit.name(), ""));
            ask.show()
                    .ifPresent(values -> desk.order(
                            session,
                            "Remove limit " + limit.name(),
                            client -> client.bandwidth().remove(limit.name())));
        });
    }
}
