package org.onecopy.console.lists;

import static org.onecopy.console.lists.Column.count;
import static org.onecopy.console.lists.Column.number;
import static org.onecopy.console.lists.Column.text;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.onecopy.console.session.Gateway;
import org.onecopy.model.ByteCount;
import org.onecopy.model.RuleName;
import org.onecopy.model.api.CheckScheduleView;
import org.onecopy.model.api.CheckView;
import org.onecopy.model.api.Listing;
import org.onecopy.model.api.RepairView;
import org.onecopy.model.api.RuleView;
import org.onecopy.model.api.TrashView;
import org.onecopy.model.client.AdminClient;

/** Tables of what is mended, brought back, and looked after by itself. */
final class MendTables {
    /** Where each rule is asked for by itself, so many are. */
    private static final int RULES_MAX = 100;

    private MendTables() {}

    /** Repairs. */
    static final ListSpec<RepairView> REPAIRS = new ListSpec<>(
            "repairs",
            "Repairs",
            "own-repair",
            RepairView.class,
            List.of(
                    text("Rule", 100, RepairView::rule),
                    text("Repair", 65, RepairView::repair),
                    text("Of check", 75, RepairView::check),
                    text("State", 70, RepairView::state),
                    text(
                            "Right is",
                            90,
                            repair -> repair.sourceZone() == null
                                    ? repair.source().word()
                                    : "zone " + repair.sourceZone()),
                    text("Folder", 90, repair -> repair.path().isEmpty() ? "/" : repair.path()),
                    number("Started", 145, RepairView::started, Texts::of),
                    text("By", 90, RepairView::by),
                    count("Mended", 70, RepairView::mended),
                    count("Left", 55, RepairView::left)),
            gateway -> ofEach(gateway, MendTables::checked, AdminClient::repairs),
            repair -> repair.rule() + "/" + repair.repair(),
            "No repair yet. Select a check that found differences, and choose Repair: you see what would be done before"
                    + " anything is.",
            true);

    /** Checks that begin by themselves. */
    static final ListSpec<CheckScheduleView> SCHEDULES = new ListSpec<>(
            "schedules",
            "Schedules",
            "fth-clock",
            CheckScheduleView.class,
            List.of(
                    text("Rule", 100, CheckScheduleView::rule),
                    text("Schedule", 80, CheckScheduleView::schedule),
                    text("When", 160, MendTables::when),
                    number("Next", 145, CheckScheduleView::next, Texts::of),
                    number("Last", 145, CheckScheduleView::last, Texts::of),
                    text("Depth", 80, CheckScheduleView::depth),
                    text("Folder", 110, one -> one.path().isEmpty() ? "/" : one.path()),
                    text("Zones", 120, one -> one.zones().isEmpty() ? "all" : one.zones()),
                    text("By", 130, CheckScheduleView::by)),
            gateway -> ofEach(
                    gateway,
                    client -> client.rules().stream().map(RuleView::name).toList(),
                    AdminClient::checkSchedules),
            one -> one.rule() + "/" + one.schedule(),
            "No check begins by itself. Schedule one, and you are told when zones differ without having asked.",
            false);

    /** What lies in the trash of all zones. */
    static final ListSpec<TrashView> TRASH = new ListSpec<>(
            "trash",
            "Trash",
            "fth-archive",
            TrashView.class,
            List.of(
                    text("Rule", 75, TrashView::rule),
                    text("Zone", 65, TrashView::zone),
                    text("Path", 190, TrashView::path),
                    text("Why", 80, TrashView::why),
                    text("Kind", 50, TrashView::kind),
                    number("Length", 80, TrashView::length, ByteCount::toString),
                    number("Since", 142, TrashView::since, Texts::of),
                    number("Goes", 142, TrashView::goes, Texts::of),
                    text("Cannot come back", 220, TrashView::unusable)),
            gateway -> Sources.together(
                    gateway,
                    client -> client.trash(Sources.MANY, null),
                    row -> List.of(row.rule(), row.zone(), row.item()),
                    Comparator.comparing(TrashView::since).reversed()),
            row -> row.rule() + "/" + row.zone() + "/" + row.item(),
            "The trash is empty. What Onecopy replaces or removes in a zone lies here for some days, and can be brought back.",
            true);

    /** Rules of which there are checks, and so may be repairs: those checked last first. */
    private static List<RuleName> checked(AdminClient client) {
        return client.checks(null).stream()
                .sorted(Comparator.comparing(CheckView::started).reversed())
                .map(CheckView::rule)
                .distinct()
                .toList();
    }

    private static String when(CheckScheduleView one) {
        return one.every() != null
                ? "every " + Texts.of(one.every())
                : one.cron() + " (" + (one.timeZone() == null ? "UTC" : one.timeZone()) + ")";
    }

    private static <T> Listing<T> ofEach(
            Gateway gateway,
            Function<AdminClient, List<RuleName>> rules,
            BiFunction<AdminClient, RuleName, List<T>> question) {
        return gateway.ask(client -> {
            List<T> all = new ArrayList<>();
            List<RuleName> names = rules.apply(client);
            names.stream().limit(RULES_MAX).forEach(name -> all.addAll(question.apply(client, name)));
            return new Listing<>(all, all.size());
        });
    }
}
