package org.onecopy.console.lists;

import static org.onecopy.console.lists.Column.count;
import static org.onecopy.console.lists.Column.number;
import static org.onecopy.console.lists.Column.text;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.onecopy.console.session.Gateway;
import org.onecopy.model.ByteCount;
import org.onecopy.model.api.BandwidthFlow;
import org.onecopy.model.api.BandwidthUse;
import org.onecopy.model.api.BandwidthView;
import org.onecopy.model.api.Listing;
import org.onecopy.model.api.MigrationPlanView;
import org.onecopy.model.api.MigrationView;
import org.onecopy.model.api.MigrationZoneView;

/** Tables of migrations and their plans, of limits of bandwidth, and of what travels. */
final class MigrationTables {
    private MigrationTables() {}

    /** The last migration of each rule. */
    static final ListSpec<MigrationView> MIGRATIONS = new ListSpec<>(
            "migrations",
            "Migrations",
            "fth-truck",
            MigrationView.class,
            List.of(
                    text("Rule", 110, MigrationView::rule),
                    text("State", 80, MigrationView::state),
                    count("Priority", 70, row -> (long) row.priority()),
                    count("Found", 80, row -> sum(row, MigrationZoneView::foundFiles)),
                    count("Brought", 80, row -> sum(row, MigrationZoneView::broughtFiles)),
                    count("To go", 80, row -> sum(row, MigrationZoneView::toGoFiles)),
                    number("Bytes to go", 105, MigrationTables::bytesToGo, ByteCount::toString),
                    text("Began at", 75, MigrationView::migration),
                    number("Started", 145, MigrationView::since, Texts::of),
                    text("By", 110, MigrationView::by),
                    text("All have it at", 115, MigrationView::end)),
            gateway -> Sources.together(
                    gateway,
                    client -> listing(client.migrations().all()),
                    MigrationView::rule,
                    Comparator.comparing(MigrationView::since).reversed()),
            MigrationView::rule,
            "No migration yet. Plan one to bring trees that exist already under a rule: you see what would be done before"
                    + " anything is.",
            true);

    /** What migrations would do; known by the nodes that made them. */
    static final ListSpec<MigrationPlanView> PLANS = new ListSpec<>(
            "plans",
            "Migration plans",
            "fth-clipboard",
            MigrationPlanView.class,
            List.of(
                    text("Plan", 90, MigrationPlanView::plan),
                    text("State", 75, MigrationPlanView::state),
                    text(
                            "Zones",
                            200,
                            plan -> plan.zones().stream()
                                    .map(zone -> zone.zone().value())
                                    .collect(Collectors.joining(", "))),
                    text("Right is", 110, plan -> plan.source() == null ? "all" : "zone " + plan.source()),
                    text("Compared by", 115, MigrationPlanView::compare),
                    count("Compared", 95, MigrationPlanView::directoriesDone),
                    count("To go", 70, MigrationPlanView::directoriesToGo),
                    count("Conflicts", 92, MigrationPlanView::conflictsTotal),
                    number("Started", 145, MigrationPlanView::since, Texts::of),
                    text("Node", 90, MigrationPlanView::node),
                    text("Why it failed", 240, MigrationPlanView::reason)),
            gateway -> Sources.together(
                    gateway,
                    client -> listing(client.migrations().plans()),
                    MigrationPlanView::plan,
                    Comparator.comparing(MigrationPlanView::since).reversed()),
            MigrationPlanView::plan,
            "No plan. Plan a migration to see what would stay, travel, be kept beside, or go to the trash; nothing is changed"
                    + " by it.",
            true);

    /** Limits of bandwidth. */
    static final ListSpec<BandwidthView> LIMITS = new ListSpec<>(
            "bandwidth",
            "Bandwidth",
            "fth-sliders",
            BandwidthView.class,
            List.of(
                    text("Limit", 110, BandwidthView::name),
                    text("From", 90, limit -> any(limit.from())),
                    text("To", 90, limit -> any(limit.to())),
                    text("Rule", 100, limit -> any(limit.rule())),
                    number("A second", 95, BandwidthView::rate, ByteCount::toString),
                    text("Now", 85, MigrationTables::now),
                    number("Used", 85, BandwidthView::used, ByteCount::toString),
                    number("Last minute", 110, BandwidthView::usedMinute, ByteCount::toString),
                    text("Hours", 260, limit -> limit.hours() == null ? "always" : limit.hours()),
                    text("Time zone", 120, BandwidthView::timeZone)),
            gateway -> listing(use(gateway).limits()),
            BandwidthView::name,
            "No limits: contents travel as fast as they can. Limit bandwidth where a line between zones is shared with others.",
            true);

    /** What zones give to each other. */
    static final ListSpec<BandwidthFlow> FLOWS = new ListSpec<>(
            "flows",
            "What zones give to each other",
            "fth-shuffle",
            BandwidthFlow.class,
            List.of(
                    text("From", 110, BandwidthFlow::from),
                    text("To", 110, BandwidthFlow::to),
                    text("Rule", 140, BandwidthFlow::rule),
                    number("A second, now", 120, BandwidthFlow::now, ByteCount::toString),
                    number("Last minute", 110, BandwidthFlow::minute, ByteCount::toString),
                    text("Held back by", 140, BandwidthFlow::limit)),
            gateway -> listing(use(gateway).flows()),
            flow -> flow.from() + "/" + flow.to() + "/" + flow.rule(),
            "No contents have left a zone within the last minute.",
            true);

    /** What all nodes say that answer. Blocks. */
    static BandwidthUse use(Gateway gateway) {
        return BandwidthUse.of(gateway.askAll(client -> client.bandwidth().report()));
    }

    private static String now(BandwidthView limit) {
        return !limit.active() ? "off" : limit.holdsBack() ? "holds back" : "active";
    }

    private static Object any(@Nullable Object named) {
        return named == null ? "any" : named;
    }

    private static long sum(MigrationView row, ToLongFunction<MigrationZoneView> part) {
        return row.zones().stream().mapToLong(part).sum();
    }

    private static ByteCount bytesToGo(MigrationView row) {
        return new ByteCount(sum(row, zone -> zone.toGoBytes().value()));
    }

    private static <T> Listing<T> listing(List<T> all) {
        return new Listing<>(new ArrayList<>(all), all.size());
    }
}
