package org.onecopy.storage;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/**
 * What a storage can do; whatever is not here is declared as missing, not discovered.
 *
 * @param abilities in the order of the enumeration
 * @param names which names it can hold
 * @param mtimeStepNanos to how many nanoseconds it keeps the times of files, rounding down; of no meaning without {@link Ability#MTIMES}
 * @param stepsAtOnce how many steps that do not depend on each other go well together; 1 where one after the other is as fast
 */
public record Capabilities(Set<Ability> abilities, NameRules names, long mtimeStepNanos, int stepsAtOnce) {
    /** All abilities, names as Linux has them, times to the nanosecond, one step after the other. */
    public static final Capabilities ALL = new Capabilities(EnumSet.allOf(Ability.class), NameRules.LINUX, 1, 1);

    public Capabilities {
        EnumSet<Ability> ordered = EnumSet.noneOf(Ability.class);
        ordered.addAll(abilities);
        abilities = Collections.unmodifiableSet(ordered);
    }

    /** Whether it can do this. */
    public boolean can(Ability ability) {
        return abilities.contains(ability);
    }

    /** The same with an ability, or without it. */
    public Capabilities with(Ability ability, boolean has) {
        EnumSet<Ability> changed = EnumSet.noneOf(Ability.class);
        changed.addAll(abilities);
        boolean _ = has ? changed.add(ability) : changed.remove(ability);
        return new Capabilities(changed, names, mtimeStepNanos, stepsAtOnce);
    }

    /** The same with times kept to so many nanoseconds. */
    public Capabilities withMtimeStep(long nanos) {
        return new Capabilities(abilities, names, nanos, stepsAtOnce);
    }

    /** The same without some abilities. */
    public Capabilities without(Ability... missing) {
        Capabilities left = this;
        for (Ability ability : missing) {
            left = left.with(ability, false);
        }
        return left;
    }
}
