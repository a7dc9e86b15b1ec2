package org.onecopy.log;

import java.util.function.Consumer;

/** Runs a property for many seeds; a failure names its seed. */
public final class Seeds {
    private Seeds() {}

    public static void forEach(int count, Consumer<RandomValues> property) {
        for (long seed = 1; seed <= count; seed++) {
            try {
                property.accept(new RandomValues(seed));
            } catch (RuntimeException | AssertionError e) {
                throw new AssertionError("with seed " + seed, e);
            }
        }
    }
}
