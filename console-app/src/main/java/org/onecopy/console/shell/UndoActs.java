package org.onecopy.console.shell;

import static org.onecopy.console.lists.Column.text;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
import org.onecopy.model.api.RuleView;
import org.onecopy.model.api.UndoNote;
import org.onecopy.model.api.UndoSpec;
import org.onecopy.model.api.UndoView;

/** Bringing a part of a rule's tree back to how it was. */
final class UndoActs {
    private static final double WIDE = 760;
    private static final int ROWS_MAX = 8;

    private UndoActs() {}

    static void add(CommandRegistry commands, Desk desk) {
        commands.add(Command.of(
                        "rule.undo", "Undo…", "fth-corner-down-left", Menu.RULES, context -> undo(desk, context))
                .connected()
                .asCli(
                        context -> "onecopy undo " + context.word(RuleView.class, RuleView::name, "RULE")
                                + " --to WHEN --plan",
                        "undo")
                .asRest("POST /api/v1/rules/{rule}/undo", "{\"toTime\":\"TIME\",\"overwrite\":false,\"plan\":true}"));
    }

    private static void undo(Desk desk, Context context) {
        Session session = context.connected().orElseThrow();
        RuleChoice.of(desk, context, "Undo").ifPresent(rule -> undo(desk, session, rule));
    }

    private static void undo(Desk desk, Session session, RuleView rule) {
        Ask ask = new Ask(desk.stage(), "Bring rule " + rule.name() + " back to how it was", "Show the plan");
        ask.plan("What is gone since comes back, in all zones. What was changed, moved or made since stays as it is,"
                + " unless you let it be overwritten. Nothing is removed.");
        ask.text("to", "To how it was", "1h", "30m ago, 2026-01-31T12:00:00Z, or an index of the log");
        ask.text("path", "Folder or file (empty: all)", "", "2026/spring");
        ask.flag("overwrite", "Set back what was changed, moved or made anew since, too", false);
        ask.check(values -> wrong(desk, values));
        ask.cli(values -> cli(rule, values) + " --plan");
        ask.show().ifPresent(values -> {
            UndoSpec spec = spec(desk, values);
            desk.work()
                    .run(
                            "Plan the undo of " + rule.name(),
                            () -> spec.all(
                                    piece -> session.gateway().ask(client -> client.undo(rule.name(), piece)),
                                    soFar -> {}),
                            planned -> confirm(desk, session, rule, spec, planned, cli(rule, values)),
                            desk::say);
        });
    }

    private static Optional<String> wrong(Desk desk, Map<String, String> values) {
        try {
            return spec(desk, values).plan() ? Optional.empty() : Optional.of("not planned");
        } catch (RuntimeException e) {
            return Optional.of("A time ago such as 30m, a time such as 2026-01-31T12:00:00Z, or an index.");
        }
    }

    private static UndoSpec spec(Desk desk, Map<String, String> values) {
        String path = values.getOrDefault("path", "").strip();
        return UndoSpec.of(
                path.isEmpty() ? null : path,
                values.getOrDefault("to", "").strip(),
                desk.work().clock().instant(),
                "true".equals(values.get("overwrite")),
                true);
    }

    private static String cli(RuleView rule, Map<String, String> values) {
        String path = values.getOrDefault("path", "").strip();
        return "onecopy undo " + rule.name() + " --to "
                + RulePlan.quote(values.getOrDefault("to", "").strip())
                + (path.isEmpty() ? "" : " --path " + RulePlan.quote(path))
                + ("true".equals(values.get("overwrite")) ? " --overwrite" : "");
    }

    /** What it comes to, in a few lines. */
    static List<String> summary(UndoView undo, boolean planned) {
        List<String> lines = new ArrayList<>();
        lines.add((undo.path().isEmpty() ? "The whole tree" : "'" + undo.path() + "'") + ", as it was at index "
                + undo.toIndex() + ": " + Texts.many(undo.back(), "file") + " and "
                + Texts.many(undo.directories(), "directory") + ", " + undo.bytes()
                + (planned ? ", to come back." : ", back again."));
        line(
                lines,
                undo.rewritten(),
                planned
                        ? "with their former content again, over what they hold now"
                        : "with their former content again");
        line(lines, undo.moved(), planned ? "move back" : "are moved back");
        line(lines, undo.left(), "stay as they are");
        line(lines, undo.lost(), "cannot be had: no zone that answers has their content any more");
        line(lines, undo.held(), "operations are held by a guard, and have removed nothing: see View → Guard");
        return lines;
    }

    private static void line(List<String> lines, long count, String what) {
        if (count > 0) {
            lines.add(count + " " + what + ".");
        }
    }

    private static void confirm(
            Desk desk, Session session, RuleView rule, UndoSpec spec, UndoView planned, String cli) {
        boolean nothing = planned.back() + planned.directories() + planned.rewritten() + planned.moved() == 0;
        Ask ask = new Ask(desk.stage(), "Plan of the undo of rule " + rule.name(), nothing ? "Close" : "Undo");
        summary(planned, true).forEach(ask::plan);
        notes(ask, planned);
        if (nothing) {
            ask.plan("Nothing would be done.");
            ask.tell();
            return;
        }
        if (spec.overwrite()) {
            ask.plan("What files hold now goes to the trash where it is set back.");
            ask.typeToConfirm(rule.name().value());
        }
        ask.cli(values -> cli);
        ask.show()
                .ifPresent(values -> desk.act(
                        session,
                        "Undo of " + rule.name(),
                        () -> spec.planned(false)
                                .all(
                                        piece -> session.gateway().ask(client -> client.undo(rule.name(), piece)),
                                        soFar -> {}),
                        done -> tell(desk, rule, done)));
    }

    private static void notes(Ask ask, UndoView undo) {
        if (undo.notes().isEmpty()) {
            return;
        }
        TableView<UndoNote> table = PlainTable.of(
                "undo-notes",
                List.of(
                        text("Path", 300, UndoNote::path),
                        text("", 60, note -> note.lost() ? "lost" : "left"),
                        text("Why", 370, UndoNote::reason)),
                undo.notes(),
                "");
        PlainTable.fit(table, ROWS_MAX);
        ask.content(table, WIDE);
        long more = undo.left() + undo.lost() - undo.notes().size();
        if (more > 0) {
            ask.plan("The first " + undo.notes().size() + " of them are below; there are " + more + " more.");
        }
    }

    private static void tell(Desk desk, RuleView rule, UndoView done) {
        Ask ask = new Ask(desk.stage(), "Rule " + rule.name() + " is brought back", "Close");
        summary(done, false).forEach(ask::plan);
        notes(ask, done);
        ask.tell();
    }
}
