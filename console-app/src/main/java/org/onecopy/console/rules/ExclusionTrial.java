package org.onecopy.console.rules;

import java.util.ArrayList;
import java.util.List;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import org.onecopy.console.lists.Texts;
import org.onecopy.console.work.Work;
import org.onecopy.model.api.ExclusionsView;
import org.onecopy.model.api.PathVerdict;
import org.onecopy.model.api.RuleView;

/** Tries exclusions of a rule before they are saved: which paths they leave alone, and what they would leave alone of what is agreed. Knows no control. */
final class ExclusionTrial {
    private final RuleView rule;
    private final Source source;
    private final Work work;
    private final ReadOnlyObjectWrapper<List<Line>> lines = new ReadOnlyObjectWrapper<>(List.of());
    private long last;

    /** Asks a node; blocks. */
    interface Source {
        /**
         * @param exclude globs beside the rule's
         * @param include globs of the rule's that are left out
         */
        ExclusionsView ask(List<String> paths, List<String> exclude, List<String> include);
    }

    /** @param good whether it is replicated, or nothing more is left alone */
    record Line(boolean good, String text) {}

    ExclusionTrial(RuleView rule, Source source, Work work) {
        this.rule = rule;
        this.source = source;
        this.work = work;
    }

    /** What came of it, in words. */
    ReadOnlyObjectProperty<List<Line>> lines() {
        return lines.getReadOnlyProperty();
    }

    /** Tries them. Only the answer to the latest question is shown. */
    void ask(String globs, String paths) {
        List<String> wanted = split(globs);
        List<String> added =
                wanted.stream().filter(glob -> !rule.exclude().contains(glob)).toList();
        List<String> removed =
                rule.exclude().stream().filter(glob -> !wanted.contains(glob)).toList();
        long number = ++last;
        work.quietly(
                "exclusions of " + rule.name(),
                () -> source.ask(split(paths), added, removed),
                answer -> {
                    if (number == last) {
                        lines.set(words(answer, !added.isEmpty() || !removed.isEmpty()));
                    }
                },
                why -> {
                    if (number == last) {
                        lines.set(List.of(new Line(false, why)));
                    }
                });
    }

    private static List<String> split(String text) {
        return text.lines().map(String::strip).filter(line -> !line.isEmpty()).toList();
    }

    private static List<Line> words(ExclusionsView view, boolean changed) {
        List<Line> words = new ArrayList<>();
        for (PathVerdict verdict : view.paths()) {
            words.add(new Line(
                    !verdict.excluded(),
                    verdict.path()
                            + (verdict.excluded()
                                    ? ": left alone, by " + verdict.by()
                                            + (verdict.path().equals(verdict.at()) ? "" : " at " + verdict.at())
                                    : ": replicated")));
        }
        if (changed) {
            words.add(
                    view.leftAlone() == 0
                            ? new Line(true, "No agreed file would be left alone that is not yet.")
                            : new Line(
                                    false,
                                    Texts.many(view.leftAlone(), "agreed file") + ", " + view.bytes()
                                            + ", would be left alone from then on, such as "
                                            + String.join(", ", view.examples())));
        }
        return words;
    }
}
