package org.onecopy.cli;

import java.util.ArrayList;
import java.util.List;
import org.onecopy.model.RuleName;
import org.onecopy.model.api.ExclusionsView;
import org.onecopy.model.api.PathVerdict;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code onecopy rules test}. */
@Command(
        name = "test",
        description =
                "Say whether a rule leaves paths alone and by which glob, and what other globs would do. Changes nothing.")
final class RuleTestCommand extends AskCommand {
    @Parameters(paramLabel = "NAME", index = "0")
    private String name = "";

    @Parameters(paramLabel = "PATH", index = "1..*", arity = "0..*", description = "In the rule's tree")
    private List<String> paths = new ArrayList<>();

    @Option(names = "--exclude", paramLabel = "GLOB", description = "Try with this glob, too; may be repeated")
    private List<String> exclude = new ArrayList<>();

    @Option(
            names = "--exclude-template",
            paramLabel = "NAME",
            description = "Try with the globs of a template: " + ExcludeTemplate.WORDS)
    private List<String> templates = new ArrayList<>();

    @Option(names = "--include", paramLabel = "GLOB", description = "Try without this glob of the rule's")
    private List<String> include = new ArrayList<>();

    RuleTestCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    public Integer call() {
        List<String> added = ExcludeTemplate.with(exclude, templates);
        ExclusionsView view = connection.ask(client -> client.exclusions(new RuleName(name), paths, added, include));
        output.print(view, () -> text(view, !added.isEmpty() || !include.isEmpty()), "");
        return ExitCode.OK;
    }

    private static String text(ExclusionsView view, boolean tried) {
        Table table = Table.of("PATH", "", "BY", "AT");
        for (PathVerdict verdict : view.paths()) {
            table.row(verdict.path(), verdict.excluded() ? "left alone" : "replicated", verdict.by(), verdict.at());
        }
        return table.render()
                + "globs: " + (view.exclude().isEmpty() ? "none" : String.join(" ", view.exclude())) + "\n"
                + (tried ? plan(view) : "");
    }

    /** What an edit of the exclusions would do. */
    static String plan(ExclusionsView view) {
        return view.leftAlone() == 0
                ? "no agreed file would be left alone that is not yet\n"
                : view.leftAlone() + " agreed files, " + view.bytes()
                        + ", would be left alone from then on: they stay in every zone, and what is done to them in one"
                        + " reaches no other; for example\n"
                        + String.join(
                                "",
                                view.examples().stream()
                                        .map(path -> "    " + Table.printable(path) + "\n")
                                        .toList());
    }
}
