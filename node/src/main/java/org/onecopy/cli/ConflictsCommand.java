package org.onecopy.cli;

import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.onecopy.model.RuleName;
import org.onecopy.model.SideBySide;
import org.onecopy.model.ZoneName;
import org.onecopy.model.api.ConflictDetail;
import org.onecopy.model.api.ConflictKeep;
import org.onecopy.model.api.ConflictOutcome;
import org.onecopy.model.api.ConflictSide;
import org.onecopy.model.api.ConflictView;
import org.onecopy.model.api.ContentSpec;
import org.onecopy.model.api.ContentView;
import org.onecopy.model.api.Listing;
import org.onecopy.model.api.ResolveSpec;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code onecopy conflicts}. */
@Command(name = "conflicts", description = "List the conflict copies, look at one, settle it.")
final class ConflictsCommand extends AskCommand {
    @Mixin
    private final Selection selection = new Selection();

    ConflictsCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    public Integer call() {
        Listing<ConflictView> conflicts = connection.ask(client -> client.conflicts(selection.filter()));
        output.print(conflicts.items(), () -> table(conflicts.items()), "no conflict copies");
        noteCut(conflicts.items().size(), conflicts.total());
        return ExitCode.OK;
    }

    private static String table(List<ConflictView> conflicts) {
        Table table = Table.of("RULE", "COPY", "WINNER", "FROM ZONE", ">INDEX", "TIME", ">LENGTH");
        for (ConflictView conflict : conflicts) {
            table.row(
                    conflict.rule(),
                    conflict.path(),
                    conflict.winner(),
                    conflict.zone(),
                    conflict.index(),
                    conflict.time(),
                    conflict.length());
        }
        return table.render();
    }

    /** What the commands about one conflict share. */
    abstract static class OfOne extends AskCommand {
        @Parameters(paramLabel = "RULE", index = "0")
        private String rule = "";

        @Parameters(
                paramLabel = "PATH",
                index = "1",
                description = "Of the copy in the rule's tree, or of what kept the name where it has one copy alone")
        private String path = "";

        OfOne(Terminal terminal) {
            super(terminal);
        }

        RuleName rule() {
            return new RuleName(rule);
        }

        String path() {
            return path;
        }

        ConflictDetail look() {
            return connection.ask(client -> client.conflict(rule(), path));
        }
    }

    /** {@code onecopy conflicts show RULE PATH}. */
    @Command(name = "show", description = "Show a conflict copy and what kept the name: where both can be read.")
    static final class Show extends OfOne {
        @Option(
                names = "--contents",
                description = "Show how both begin (64 KiB), beside each other: < what kept the name, > the copy."
                        + " That it was read stands in the audit")
        private boolean contents;

        @Option(
                names = "--zone",
                paramLabel = "ZONE",
                description = "With --contents: read in this zone (default: where each was written)")
        private @Nullable String zone;

        Show(Terminal terminal) {
            super(terminal);
        }

        /**
         * Both sides with how they begin.
         *
         * @param original null where what kept the name is gone, or no file
         * @param copy null where it is no file
         */
        record WithContents(
                ConflictDetail conflict,
                @Nullable ContentView original,
                @Nullable ContentView copy) {}

        @Override
        public Integer call() {
            ConflictDetail conflict = look();
            if (!contents) {
                output.print(conflict, () -> table(conflict), "");
                return ExitCode.OK;
            }
            WithContents both = new WithContents(conflict, read(conflict.original()), read(conflict.copy()));
            output.print(both, () -> table(conflict) + beside(both), "");
            return ExitCode.OK;
        }

        private @Nullable ContentView read(@Nullable ConflictSide side) {
            if (side == null || !side.kind().equals("file")) {
                return null;
            }
            ZoneName in = zone == null ? side.zone() : new ZoneName(zone);
            return connection.askIn(in, client -> client.files().read(rule(), new ContentSpec(side.path(), 0, null)));
        }

        private static byte[] bytes(@Nullable ContentView view) {
            return view == null ? new byte[0] : view.bytes();
        }

        private static String beside(WithContents both) {
            StringBuilder text = new StringBuilder("\n");
            for (SideBySide.Row row :
                    SideBySide.of(bytes(both.original), bytes(both.copy)).rows()) {
                if (row.same()) {
                    text.append("  ").append(row.left()).append('\n');
                } else {
                    text.append(row.left() == null ? "" : "< " + row.left() + "\n");
                    text.append(row.right() == null ? "" : "> " + row.right() + "\n");
                }
            }
            long more = Stream.of(both.original, both.copy)
                    .filter(Objects::nonNull)
                    .filter(view -> view.length().value() > ContentSpec.LENGTH_MAX)
                    .count();
            return text + (more == 0 ? "" : "… and so on: only the beginning was read\n");
        }

        private static String table(ConflictDetail conflict) {
            Table table = Table.of("SIDE", "PATH", "KIND", "WRITTEN IN", ">LENGTH", "MODIFIED", "DIGEST OR TARGET");
            row(table, "copy", conflict.copy());
            if (conflict.original() != null) {
                row(table, "original", conflict.original());
            }
            return table.render()
                    + (conflict.original() == null ? "what kept the name is gone: the copy is all there is\n" : "")
                    + "both can be read at these paths in every zone of rule " + conflict.rule()
                    + "; the change of zone "
                    + conflict.zone() + " lost at index " + conflict.index() + "\n";
        }

        private static void row(Table table, String word, ConflictSide side) {
            table.row(
                    word,
                    side.path(),
                    side.kind(),
                    side.zone(),
                    side.length(),
                    side.modified(),
                    side.target() != null ? side.target() : side.digest());
        }
    }

    /** {@code onecopy conflicts resolve RULE PATH --keep WHICH}. */
    @Command(
            name = "resolve",
            description = "Settle a conflict, in all zones at once. What is not kept goes to the trash.")
    static final class Resolve extends OfOne {
        @Option(
                names = "--keep",
                required = true,
                paramLabel = "WHICH",
                description = "original: the copy goes; copy: it takes the name; both: it gets an ordinary name")
        private String keep = "";

        @Option(names = "--name", paramLabel = "NAME", description = "With --keep both: the copy's new name")
        private @Nullable String name;

        Resolve(Terminal terminal) {
            super(terminal);
        }

        @Override
        public Integer call() {
            ConflictKeep which = org.onecopy.model.Words.parse(ConflictKeep.class, keep);
            ConflictDetail seen = look();
            ResolveSpec spec = new ResolveSpec(
                    seen.copy().path(),
                    which,
                    name,
                    seen.copy().version(),
                    seen.original() == null ? null : seen.original().version());
            ConflictOutcome outcome = connection.change(client -> client.resolveConflict(rule(), spec));
            output.print(outcome, () -> text(outcome), "");
            return ExitCode.OK;
        }

        private static String text(ConflictOutcome outcome) {
            return String.join(
                            "\n",
                            Stream.of(
                                            "kept: " + outcome.kept(),
                                            outcome.beside() == null ? null : "and beside it: " + outcome.beside(),
                                            outcome.trashed() == null
                                                    ? null
                                                    : "in the trash: what was at " + outcome.trashed(),
                                            "agreed at index " + outcome.index())
                                    .filter(Objects::nonNull)
                                    .toList())
                    + "\n";
        }
    }
}
