package org.onecopy.model.api;

import org.jspecify.annotations.Nullable;

/** Fields that a request must have. */
final class Required {
    private Required() {}

    /** @throws IllegalArgumentException where it is absent */
    static void field(String name, @Nullable Object value) {
        if (value == null) {
            throw new IllegalArgumentException("the field '" + name + "' is missing");
        }
    }
}
