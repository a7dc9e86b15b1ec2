package org.onecopy.model.api;

import org.jspecify.annotations.Nullable;

/**
 * A migration to begin.
 *
 * @param rule the rule to make over the existing trees; absent where the address names one that is there
 * @param priority among other migrations, 1 to 100, higher ones first; null: 50
 */
public record MigrationSpec(
        @Nullable RuleSpec rule, @Nullable Integer priority) {}
