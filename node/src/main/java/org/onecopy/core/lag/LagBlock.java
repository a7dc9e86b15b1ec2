package org.onecopy.core.lag;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What is kept of one zone of a rule for some steps of time one after the other.
 *
 * @param steps by their number within the block; those in which nothing was measured are not there
 */
public record LagBlock(SortedMap<Integer, LagFigures> steps) {
    /** Nothing was measured. */
    public static final LagBlock EMPTY = new LagBlock(new TreeMap<>());

    public LagBlock {
        steps = Collections.unmodifiableSortedMap(new TreeMap<>(steps));
    }
}
