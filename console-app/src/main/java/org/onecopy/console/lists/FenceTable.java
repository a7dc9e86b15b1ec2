package org.onecopy.console.lists;

import static org.onecopy.console.lists.Column.count;
import static org.onecopy.console.lists.Column.number;
import static org.onecopy.console.lists.Column.text;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.onecopy.console.session.Gateway;
import org.onecopy.model.ByteCount;
import org.onecopy.model.api.FenceView;
import org.onecopy.model.api.FenceZoneView;
import org.onecopy.model.api.Listing;
import org.onecopy.model.api.RuleView;

/** The table of zones that are fenced. */
final class FenceTable {
    /** Each rule is asked for by itself. */
    private static final int RULES_MAX = 100;

    private FenceTable() {}

    static final ListSpec<FenceView> FENCES = new ListSpec<>(
            "fences",
            "Cut-over",
            "fth-corner-up-right",
            FenceView.class,
            List.of(
                    text("Rule", 110, FenceView::rule),
                    text("From zone", 90, FenceView::zone),
                    text("State", 90, FenceView::state),
                    text("Other zones", 230, FenceTable::others),
                    count("Waiting", 75, FenceView::held),
                    text("Compared", 92, fence -> fence.compared() ? "yes" : "not yet"),
                    count("Files", 70, FenceView::files),
                    number("Bytes", 80, FenceView::bytes, ByteCount::toString),
                    number("Since", 145, FenceView::since, Texts::of),
                    text("By", 90, FenceView::by),
                    text("Missing there", 220, FenceView::reason)),
            FenceTable::all,
            fence -> fence.rule() + "/" + fence.zone(),
            "No zone is fenced. To let users of a zone go on in others, cut over from it: you see when the others have everything.",
            true);

    /** How far each of the others is, in a line. */
    static String others(FenceView fence) {
        return fence.zones().stream().map(FenceTable::other).collect(Collectors.joining("; "));
    }

    private static String other(FenceZoneView zone) {
        return zone.zone()
                + (zone.caughtUp()
                        ? " has it"
                        : " misses " + zone.operations() + (zone.reason() == null ? "" : ": " + zone.reason()));
    }

    private static Listing<FenceView> all(Gateway gateway) {
        return gateway.ask(client -> {
            List<FenceView> all = new ArrayList<>();
            client.rules().stream()
                    .map(RuleView::name)
                    .limit(RULES_MAX)
                    .forEach(rule -> all.addAll(client.fences(rule)));
            return new Listing<>(all, all.size());
        });
    }
}
