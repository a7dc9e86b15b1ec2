package org.onecopy.console.shell;

import java.util.List;
import java.util.Optional;
import org.onecopy.console.command.Context;
import org.onecopy.console.session.Session;
import org.onecopy.console.session.Snapshot;
import org.onecopy.console.theme.Ask;
import org.onecopy.model.api.RuleView;

/** Which rule an act is about: the selected one, the only one, or one that is asked for. */
final class RuleChoice {
    private RuleChoice() {}

    /** @param title of the question, where it is asked */
    static Optional<RuleView> of(Desk desk, Context context, String title) {
        Optional<RuleView> selected = context.selected(RuleView.class);
        if (selected.isPresent()) {
            return selected;
        }
        Session session = context.connected().orElseThrow();
        Snapshot now = session.snapshot().get();
        List<RuleView> rules = now == null ? List.of() : now.rules();
        if (rules.isEmpty()) {
            desk.say("There is no rule yet: create one with Ctrl+N.");
            return Optional.empty();
        }
        if (rules.size() == 1) {
            return Optional.of(rules.getFirst());
        }
        Ask ask = new Ask(desk.stage(), title, "Next");
        List<String> names = rules.stream().map(rule -> rule.name().value()).toList();
        ask.choice("rule", "Rule", names, names.getFirst());
        return ask.show()
                .flatMap(values -> rules.stream()
                        .filter(rule -> rule.name().value().equals(values.get("rule")))
                        .findFirst());
    }
}
