package org.onecopy.console.lists;

import static org.onecopy.console.lists.Column.count;
import static org.onecopy.console.lists.Column.number;
import static org.onecopy.console.lists.Column.text;

import java.util.List;
import org.onecopy.model.ByteCount;
import org.onecopy.model.api.CheckView;
import org.onecopy.model.api.RuleView;
import org.onecopy.model.client.AdminClient;

/** Tables of rules. */
final class RuleTables {
    private RuleTables() {}

    /** Rules. */
    static final ListSpec<RuleView> RULES = new ListSpec<>(
            "rules",
            "Rules",
            "own-rule",
            RuleView.class,
            List.of(
                    text("Rule", 150, RuleView::name),
                    text("Status", 80, RuleView::status),
                    text(
                            "Zones",
                            190,
                            rule -> rule.zones().stream()
                                    .map(location -> location.zone())
                                    .toList()),
                    count("Files", 90, RuleView::files),
                    number("Size", 90, RuleView::bytes, ByteCount::toString),
                    text("Conflict", 120, RuleView::conflict),
                    text("Preferred", 90, RuleView::preferredZone),
                    text("Visibility", 90, RuleView::visibility),
                    text("Hold", 60, RuleView::hold),
                    count("Revision", 80, RuleView::revision),
                    text("Exclusions", 160, RuleView::exclude)),
            Sources.plain(AdminClient::rules),
            RuleView::name,
            "No rule yet. Create one with Ctrl+N: it says which directories, one in each of its zones, hold the same tree.",
            true);

    /** Consistency checks. */
    static final ListSpec<CheckView> CHECKS = new ListSpec<>(
            "checks",
            "Checks",
            "fth-check-square",
            CheckView.class,
            List.of(
                    text("Rule", 120, CheckView::rule),
                    text("Check", 80, CheckView::check),
                    text("State", 90, CheckView::state),
                    text("Depth", 80, CheckView::depth),
                    text("Folder", 120, check -> check.path().isEmpty() ? "/" : check.path()),
                    number("Started", 145, CheckView::started, Texts::of),
                    text("By", 110, CheckView::by),
                    count("Differences", 100, CheckView::differences),
                    text("Proof", 70, check -> check.certifiable() ? "can be had" : null)),
            Sources.plain(client -> client.checks(null)),
            check -> check.rule() + "/" + check.check(),
            "No check yet. Start one: each zone then compares its storage with what is agreed, while everybody goes on working.",
            true);
}
