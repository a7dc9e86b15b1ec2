package org.onecopy.cli;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.onecopy.model.RuleName;
import org.onecopy.model.api.UndoSpec;
import org.onecopy.model.api.UndoView;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code onecopy undo}. */
@Command(
        name = "undo",
        description =
                "Bring a part of a rule's tree back to how it was, in all zones. What is gone comes back; what was"
                        + " changed, moved or made since stays, unless it is to be overwritten. Nothing is removed.")
final class UndoCommand extends AskCommand {
    @Parameters(paramLabel = "RULE")
    private String rule = "";

    @Option(names = "--path", paramLabel = "PATH", description = "In the rule's tree: only this and what is below it")
    private @Nullable String path;

    @Option(
            names = "--to",
            required = true,
            paramLabel = "WHEN",
            description =
                    "An index of the rule's log, a time such as 2026-01-31T12:00:00Z, or how long ago, such as 30m")
    private String to = "";

    @Option(names = "--overwrite", description = "Set back what was changed, moved or made anew since, too")
    private boolean overwrite;

    @Option(names = "--plan", description = "Only show what would be done")
    private boolean plan;

    @Mixin
    private Consent consent = new Consent();

    UndoCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    public Integer call() {
        if (!plan) {
            consent.require(terminal, "an undo", "; --plan shows what it would do");
        }
        UndoSpec spec = UndoSpec.of(path, to, Instant.now(), overwrite, true);
        if (plan) {
            UndoView planned = all(spec);
            output.print(planned, () -> text(planned, "would bring back"), "");
            return planned.lost() == 0 ? ExitCode.OK : ExitCode.NEGATIVE;
        }
        boolean given = consent.isGiven(terminal, () -> {
            terminal.out().print(text(all(spec), "would bring back"));
            return terminal.confirm("Do it?");
        });
        if (!given) {
            return ExitCode.NEGATIVE;
        }
        UndoView done = all(spec.planned(false));
        output.print(done, () -> text(done, "brought back"), "");
        return done.lost() == 0 ? ExitCode.OK : ExitCode.NEGATIVE;
    }

    private UndoView all(UndoSpec spec) {
        return spec.all(piece -> connection.ask(client -> client.undo(new RuleName(rule), piece)), soFar -> {
            if (output.isTable() && terminal.interactive()) {
                terminal.err().println("onecopy: " + (soFar.back() + soFar.rewritten()) + " files so far");
            }
        });
    }

    private static String text(UndoView undo, String what) {
        StringBuilder text = new StringBuilder();
        text.append("rule ").append(undo.rule()).append(", ");
        text.append(undo.path().isEmpty() ? "the whole tree" : "'" + Table.printable(undo.path()) + "'");
        text.append(", as it was at index ").append(undo.toIndex()).append('\n');
        text.append(
                what + " " + undo.back() + " files and " + undo.directories() + " directories, " + undo.bytes() + "\n");
        line(text, undo.rewritten(), "files got their former content again");
        line(text, undo.moved(), "moved back");
        line(text, undo.left(), "stay as they are");
        line(text, undo.lost(), "cannot be had");
        line(
                text,
                undo.held(),
                "operations are held by a guard, and have removed nothing: onecopy guard reject RULE ZONE");
        Table table = Table.of("PATH", "", "WHY");
        undo.notes().forEach(note -> table.row(note.path(), note.lost() ? "lost" : "left", note.reason()));
        text.append(table.render());
        long more = undo.left() + undo.lost() - undo.notes().size();
        if (more > 0) {
            text.append("and ").append(more).append(" more\n");
        }
        return text.toString();
    }

    private static void line(StringBuilder text, long count, String what) {
        if (count > 0) {
            text.append(count).append(' ').append(what).append('\n');
        }
    }
}
