package org.onecopy.console.lists;

import static org.onecopy.console.lists.Column.count;
import static org.onecopy.console.lists.Column.number;
import static org.onecopy.console.lists.Column.text;

import java.util.Comparator;
import java.util.List;
import org.onecopy.model.ByteCount;
import org.onecopy.model.api.AlertSilence;
import org.onecopy.model.api.AlertView;
import org.onecopy.model.api.ConflictView;
import org.onecopy.model.api.GuardView;
import org.onecopy.model.api.LostView;
import org.onecopy.model.api.ParkedView;
import org.onecopy.model.api.TransferView;
import org.onecopy.model.client.AdminClient;

/** Tables of what wants a look from day to day. */
final class CareTables {
    private CareTables() {}

    /** Conflict copies. */
    static final ListSpec<ConflictView> CONFLICTS = new ListSpec<>(
            "conflicts",
            "Conflicts",
            "fth-git-merge",
            ConflictView.class,
            List.of(
                    text("Rule", 110, ConflictView::rule),
                    text("Conflict copy", 330, ConflictView::path),
                    text("Kept the name", 240, ConflictView::winner),
                    text("Losing zone", 100, ConflictView::zone),
                    number("Time", 150, ConflictView::time, Texts::of),
                    number("Length", 90, ConflictView::length, ByteCount::toString)),
            gateway -> gateway.ask(client -> client.conflicts(Sources.MANY)),
            row -> row.rule() + "/" + row.path(),
            "No conflict copies. Where two zones change a file without knowing of each other, the losing content appears here.",
            true);

    /** Parked changes of all zones. */
    static final ListSpec<ParkedView> PARKED = new ListSpec<>(
            "parked",
            "Parked",
            "fth-pause-circle",
            ParkedView.class,
            List.of(
                    text("Rule", 100, ParkedView::rule),
                    text("Zone", 80, ParkedView::zone),
                    text("Path", 220, ParkedView::path),
                    text("Reason", 150, ParkedView::reason),
                    text("What happened", 260, ParkedView::message),
                    text("What to do", 260, ParkedView::remedy),
                    number("Since", 150, ParkedView::since, Texts::of),
                    count("Tries", 60, row -> (long) row.tries()),
                    text("Next try", 150, ParkedView::nextTry)),
            gateway -> Sources.together(
                    gateway,
                    client -> client.parked(Sources.MANY),
                    ParkedView::id,
                    Comparator.comparing(ParkedView::since)),
            ParkedView::id,
            "Nothing is parked: every zone can show what is agreed.",
            true);

    /** Agreed contents that no zone holds which is heard of. */
    static final ListSpec<LostView> LOST = new ListSpec<>(
            "lost",
            "Out of reach",
            "fth-alert-octagon",
            LostView.class,
            List.of(
                    text("Rule", 110, LostView::rule),
                    text("Written in", 90, LostView::zone),
                    text("Path", 280, LostView::path),
                    text("State", 110, row -> row.state().word()),
                    number("Length", 90, LostView::bytes, ByteCount::toString),
                    number("Since", 150, LostView::since, Texts::of)),
            gateway -> gateway.ask(client -> client.files().lost(Sources.MANY)),
            row -> row.rule() + "/" + row.zone() + "/" + row.path() + "/" + row.state(),
            "Every agreed content is held by a zone that is heard of.",
            false);

    /** Contents on their way, into all zones. */
    static final ListSpec<TransferView> TRANSFERS = new ListSpec<>(
            "transfers",
            "Transfers",
            "fth-download-cloud",
            TransferView.class,
            List.of(
                    text("Rule", 100, TransferView::rule),
                    text("Path", 280, TransferView::path),
                    text("From", 80, TransferView::from),
                    text("To", 80, TransferView::to),
                    text("State", 80, TransferView::state),
                    number("Length", 90, TransferView::length, ByteCount::toString),
                    number("Done", 70, CareTables::percent, part -> part + " %"),
                    number("Per second", 90, TransferView::ratePerSecond, ByteCount::toString),
                    count("Tries", 60, row -> (long) row.tries()),
                    text("Limited by", 90, TransferView::limitedBy),
                    text(
                            "Problem",
                            220,
                            row -> row.problem() == null ? null : row.problem().detail())),
            gateway -> Sources.together(
                    gateway,
                    client -> client.transfers(Sources.MANY),
                    row -> row.rule() + "/" + row.file() + "/" + row.to(),
                    Comparator.comparing(TransferView::state)),
            row -> row.rule() + "/" + row.file() + "/" + row.to(),
            "Nothing is on its way: every zone has the contents that it needs.",
            true);

    /** Guards against mass changes. */
    static final ListSpec<GuardView> GUARD = new ListSpec<>(
            "guard",
            "Guard",
            "fth-shield",
            GuardView.class,
            List.of(
                    text("Rule", 150, GuardView::rule),
                    text("Zone", 110, GuardView::zone),
                    text("State", 100, GuardView::state),
                    count("Counted", 100, GuardView::counted),
                    count("Limit", 100, GuardView::limit),
                    count("Held operations", 130, GuardView::heldOperations),
                    text("Since", 160, GuardView::since)),
            Sources.plain(AdminClient::guard),
            row -> row.rule() + "/" + row.zone(),
            "No rule, and so nothing to guard.",
            true);

    /** Alerts that have begun and not ended. */
    static final ListSpec<AlertView> ALERTS = new ListSpec<>(
            "alerts",
            "Alerts",
            "fth-bell",
            AlertView.class,
            List.of(
                    text("Severity", 80, AlertView::severity),
                    text("Alert", 190, AlertView::id),
                    text("What is the matter", 380, AlertView::message),
                    number("Value", 90, AlertView::value, value -> "" + Math.round(value)),
                    number("Since", 150, AlertView::since, Texts::of),
                    text("Reporter", 100, AlertView::reporter),
                    text("Silenced until", 150, AlertView::silencedUntil)),
            Sources.plain(AdminClient::alerts),
            AlertView::id,
            "No alerts: nothing is so bad for so long that somebody should be told.",
            true);

    /** Alerts of which no messages are sent. */
    static final ListSpec<AlertSilence> SILENCES = new ListSpec<>(
            "silences",
            "Silences",
            "fth-bell-off",
            AlertSilence.class,
            List.of(
                    text("Alert", 260, AlertSilence::id),
                    number("Until", 160, AlertSilence::until, Texts::of),
                    text("Why", 400, AlertSilence::why)),
            Sources.plain(AdminClient::silences),
            AlertSilence::id,
            "Messages of all alerts are sent.",
            false);

    private static long percent(TransferView row) {
        return row.length().value() == 0
                ? 100
                : row.done().value() * 100 / row.length().value();
    }
}
