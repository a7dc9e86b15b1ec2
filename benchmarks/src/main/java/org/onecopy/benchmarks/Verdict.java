package org.onecopy.benchmarks;

import java.util.Locale;

/**
 * One figure beside its target. Nothing fails where a target is missed: it is printed.
 *
 * @param bound the largest or smallest figure that meets the target
 * @param unit of figure and bound; empty for a ratio
 */
record Verdict(String what, double figure, Sense sense, double bound, String unit, boolean met) {
    /** On which side of its bound a target lies. */
    enum Sense {
        AT_MOST,
        UNDER,
        AT_LEAST;

        boolean isMet(double figure, double bound) {
            return switch (this) {
                case AT_MOST -> figure <= bound;
                case UNDER -> figure < bound;
                case AT_LEAST -> figure >= bound;
            };
        }
    }

    static Verdict of(String what, double figure, Sense sense, double bound, String unit) {
        return new Verdict(what, figure, sense, bound, unit, sense.isMet(figure, bound));
    }

    /** The target in words. */
    String target() {
        String words = sense.name().toLowerCase(Locale.ROOT).replace('_', ' ');
        return words + " " + Report.number(bound) + (unit.isEmpty() ? "" : " " + unit);
    }
}
