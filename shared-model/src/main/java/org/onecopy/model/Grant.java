package org.onecopy.model;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A role that somebody has. In JSON and commands {@code rule-admin}, or {@code rule-admin:photos,docs}.
 *
 * @param rules the only rules in which it counts, by name and each once; empty: everywhere
 */
public record Grant(Role role, List<RuleName> rules) {
    /** How many rules a grant may name. */
    public static final int RULES_MAX = 100;

    /** @throws IllegalArgumentException where the role cannot be limited to rules, or the rules are too many */
    public Grant {
        if (role == null) {
            throw new IllegalArgumentException("a grant needs a role: " + Words.all(Role.class));
        }
        rules = rules == null ? List.of() : rules.stream().sorted().distinct().toList();
        if (!rules.isEmpty() && !role.canBeScoped()) {
            throw new IllegalArgumentException("role " + role.word()
                    + " counts for the whole network: only operator and rule-admin can be limited to rules");
        }
        if (rules.size() > RULES_MAX) {
            throw new IllegalArgumentException("a role can be limited to at most " + RULES_MAX + " rules");
        }
    }

    /** A role that counts everywhere. */
    public Grant(Role role) {
        this(role, List.of());
    }

    /** Whether it counts for a rule; for null: everywhere. */
    public boolean covers(@Nullable RuleName rule) {
        return rules.isEmpty() || (rule != null && rules.contains(rule));
    }

    /**
     * The opposite of {@link #toString}.
     *
     * @throws IllegalArgumentException where it is no role, or a rule's name is not legal
     */
    @JsonCreator
    public static Grant parse(String text) {
        int colon = text.indexOf(':');
        if (colon < 0) {
            return new Grant(Role.parse(text));
        }
        List<RuleName> rules = Arrays.stream(text.substring(colon + 1).split(",", -1))
                .map(RuleName::new)
                .toList();
        return new Grant(Role.parse(text.substring(0, colon)), rules);
    }

    /** As it stands in JSON, in commands and in tables: {@code rule-admin}, or {@code rule-admin:photos,docs}. */
    @Override
    @JsonValue
    public String toString() {
        return rules.isEmpty()
                ? role.word()
                : role.word() + ":" + rules.stream().map(RuleName::value).collect(Collectors.joining(","));
    }
}
