package org.onecopy.model.api;

import java.util.List;

/**
 * Some of a long list.
 *
 * @param items in the order of their type, at most as many as were asked for
 * @param total how many there are
 */
public record Listing<T>(List<T> items, long total) {
    public Listing {
        items = List.copyOf(items);
    }

    /** All of a list, cut at a limit. */
    public static <T> Listing<T> cut(List<T> all, int limit) {
        return new Listing<>(all.subList(0, Math.min(limit, all.size())), all.size());
    }
}
