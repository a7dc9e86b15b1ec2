package org.onecopy.console.shell;

import static org.onecopy.console.lists.Column.text;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import javafx.scene.control.TableView;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import org.onecopy.console.command.Command;
import org.onecopy.console.command.Command.Menu;
import org.onecopy.console.command.CommandRegistry;
import org.onecopy.console.command.Context;
import org.onecopy.console.contents.ContentModel;
import org.onecopy.console.contents.ContentPane;
import org.onecopy.console.lists.PlainTable;
import org.onecopy.console.lists.Texts;
import org.onecopy.console.rules.RulePlan;
import org.onecopy.console.session.Session;
import org.onecopy.console.theme.Ask;
import org.onecopy.model.api.ConflictDetail;
import org.onecopy.model.api.ConflictKeep;
import org.onecopy.model.api.ConflictOutcome;
import org.onecopy.model.api.ConflictSide;
import org.onecopy.model.api.ConflictView;
import org.onecopy.model.api.ResolveSpec;

/** Conflicts: both sides beside each other, and which of them stays. */
final class ConflictActs {
    private static final double WIDE = 880;
    private static final String ORIGINAL = "what kept the name: the copy goes to the trash";
    private static final String COPY = "the copy: it takes the name, and what has it now goes to the trash";
    private static final String BOTH = "both: the copy gets an ordinary name";

    private ConflictActs() {}

    static void add(CommandRegistry commands, Desk desk) {
        commands.add(Command.on(
                        ConflictView.class,
                        "conflict.resolve",
                        "Compare and settle…",
                        "fth-git-merge",
                        Menu.RULES,
                        context -> look(desk, context))
                .asCli(
                        context -> "onecopy conflicts resolve " + which(context) + " --keep original",
                        "conflicts show",
                        "conflicts resolve")
                .asRest("POST /api/v1/rules/{rule}/conflict/resolve", "{\"path\":\"PATH\",\"keep\":\"original\"}"));
    }

    private static String which(Context context) {
        return context.word(
                ConflictView.class, conflict -> conflict.rule() + " " + RulePlan.quote(conflict.path()), "RULE PATH");
    }

    private static void look(Desk desk, Context context) {
        Session session = context.connected().orElseThrow();
        context.selected(ConflictView.class)
                .ifPresent(conflict -> desk.work()
                        .run(
                                "Look at the conflict " + conflict.path(),
                                () -> session.gateway()
                                        .ask(client -> client.conflict(conflict.rule(), conflict.path())),
                                detail -> settle(desk, session, detail),
                                desk::say));
    }

    /** One line of the comparison; what differs has a mark. */
    record Line(String name, String original, String copy) {
        String mark() {
            return original.equals(copy) ? "" : "≠";
        }
    }

    /** Both sides, field by field. */
    static List<Line> compare(ConflictDetail conflict) {
        ConflictSide original = conflict.original();
        ConflictSide copy = conflict.copy();
        List<Line> lines = new ArrayList<>();
        add(lines, "Path", original == null ? "gone by now" : original.path(), copy.path());
        add(lines, "Kind", original == null ? null : original.kind(), copy.kind());
        add(lines, "Written in zone", original == null ? null : original.zone(), copy.zone());
        add(lines, "Length", original == null ? null : original.length(), copy.length());
        add(lines, "Modified", original == null ? null : original.modified(), copy.modified());
        add(lines, "Target", original == null ? null : original.target(), copy.target());
        add(lines, "SHA-256 tree", original == null ? null : original.digest(), copy.digest());
        return lines;
    }

    private static void add(List<Line> lines, String name, @Nullable Object original, @Nullable Object copy) {
        if (original != null || copy != null) {
            lines.add(new Line(name, Texts.of(original), Texts.of(copy)));
        }
    }

    private static void settle(Desk desk, Session session, ConflictDetail conflict) {
        boolean alone = conflict.original() == null;
        Ask ask = new Ask(desk.stage(), "Settle a conflict in rule " + conflict.rule(), "Settle");
        ask.plan("Zone " + conflict.zone() + " changed the file without knowing of the other change, and lost at index "
                + conflict.index() + ", " + Texts.of(conflict.time()) + ". What is not"
                + " kept goes to the trash, in all zones at once.");
        if (alone) {
            ask.plan("What kept the name is gone: the copy is all there is.");
        }
        TableView<Line> sides = PlainTable.of(
                "conflict-sides",
                List.of(
                        text("", 120, Line::name),
                        text("Kept the name", 342, Line::original),
                        text("", 30, Line::mark),
                        text("Conflict copy", 342, Line::copy)),
                compare(conflict),
                "");
        PlainTable.fit(sides, 7);
        ContentModel contents = new ContentModel(desk.work());
        ContentPane pane = new ContentPane(
                contents, () -> contents.read(conflict, side -> ContentModel.from(session.gateway(), conflict, side)));
        ask.content(new VBox(10, sides, pane), WIDE);
        ask.choice(
                "keep", "Keep", alone ? List.of(COPY, BOTH) : List.of(ORIGINAL, COPY, BOTH), alone ? COPY : ORIGINAL);
        ask.text("name", "New name of the copy (both kept)", "", "one is made from the file's");
        ask.check(values -> keep(values) != ConflictKeep.BOTH && !name(values).isEmpty()
                ? Optional.of("A new name is for a copy that is kept beside the other.")
                : Optional.empty());
        ask.cli(values -> "onecopy conflicts resolve " + conflict.rule() + " "
                + RulePlan.quote(conflict.copy().path()) + " --keep "
                + keep(values).word()
                + (name(values).isEmpty() ? "" : " --name " + RulePlan.quote(name(values))));
        ask.show()
                .map(values -> spec(conflict, values))
                .ifPresent(spec -> desk.change(
                        session,
                        "Settle " + conflict.copy().path(),
                        client -> client.resolveConflict(conflict.rule(), spec),
                        done -> desk.say(words(done))));
    }

    private static ConflictKeep keep(Map<String, String> values) {
        return switch (values.getOrDefault("keep", ORIGINAL)) {
            case COPY -> ConflictKeep.COPY;
            case BOTH -> ConflictKeep.BOTH;
            default -> ConflictKeep.ORIGINAL;
        };
    }

    private static String name(Map<String, String> values) {
        return values.getOrDefault("name", "").strip();
    }

    /** With the versions that were looked at: if either changed meanwhile, nothing is done. */
    private static ResolveSpec spec(ConflictDetail conflict, Map<String, String> values) {
        ConflictSide original = conflict.original();
        return new ResolveSpec(
                conflict.copy().path(),
                keep(values),
                name(values).isEmpty() ? null : name(values),
                conflict.copy().version(),
                original == null ? null : original.version());
    }

    private static String words(ConflictOutcome done) {
        return "Kept: " + done.kept()
                + (done.beside() == null ? "" : ", and beside it " + done.beside())
                + (done.trashed() == null
                        ? "."
                        : "; in the trash: what was at " + Objects.requireNonNull(done.trashed()) + ".");
    }
}
