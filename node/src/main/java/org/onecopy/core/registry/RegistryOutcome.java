package org.onecopy.core.registry;

import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.onecopy.model.RuleId;

/**
 * What became of a command, for the one who proposed it.
 *
 * @param index of the entry
 * @param refusal why nothing was changed; null where the command took effect, or had done so already
 * @param rule that the command was about or made, or null
 * @param membership of that rule, or null
 */
public record RegistryOutcome(
        long index,
        @Nullable RegistryRefusal refusal,
        @Nullable RuleId rule,
        @Nullable UUID membership) {}
