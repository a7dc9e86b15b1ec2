package org.onecopy.model.api;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import org.jspecify.annotations.Nullable;
import org.onecopy.model.ZoneName;

/**
 * What holds when more than one location of a new rule already has files. In JSON and commands {@code union}, or
 * {@code source=ZONE}.
 *
 * @param source the zone whose tree is the truth; null for the union of all, where differing files become conflict copies
 */
public record Initial(@Nullable ZoneName source) {
    public static final Initial UNION = new Initial(null);

    private static final String SOURCE = "source=";

    /** @throws IllegalArgumentException where the text is neither */
    @JsonCreator
    public static Initial parse(String text) {
        if (text.equals("union")) {
            return UNION;
        }
        if (text.startsWith(SOURCE)) {
            return new Initial(new ZoneName(text.substring(SOURCE.length())));
        }
        throw new IllegalArgumentException("initial '" + text + "' must be union or source=ZONE");
    }

    @Override
    @JsonValue
    public String toString() {
        return source == null ? "union" : SOURCE + source;
    }
}
