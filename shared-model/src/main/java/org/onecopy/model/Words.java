package org.onecopy.model;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** How the constants of the API's enumerations are written everywhere: lower case with hyphens, {@code KEEP_BOTH} as {@code keep-both}. */
public final class Words {
    private Words() {}

    /** The word of a constant. */
    public static String of(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /**
     * The constant of a word.
     *
     * @throws IllegalArgumentException where there is none; the message lists the words there are
     */
    public static <E extends Enum<E>> E parse(Class<E> type, String word) {
        for (E constant : type.getEnumConstants()) {
            if (of(constant).equals(word)) {
                return constant;
            }
        }
        throw new IllegalArgumentException("'" + word + "' is none of " + all(type));
    }

    /** All words of a type in their order, separated by a comma and a space. */
    public static <E extends Enum<E>> String all(Class<E> type) {
        return Arrays.stream(type.getEnumConstants()).map(Words::of).collect(Collectors.joining(", "));
    }
}
