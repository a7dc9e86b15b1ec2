package org.onecopy.console.lists;

import java.util.List;
import java.util.function.Function;
import org.onecopy.console.session.Gateway;
import org.onecopy.model.api.Listing;

/**
 * A table of something that a network has.
 *
 * @param id of its screen
 * @param title of its screen
 * @param icon name in the icon font
 * @param source asks for it; blocks
 * @param key of a row, the same when the row comes again
 * @param empty what to say, and what to do next, where there is nothing
 * @param live whether it is asked for again every two seconds while it is seen
 */
public record ListSpec<T>(
        String id,
        String title,
        String icon,
        Class<T> type,
        List<Column<T>> columns,
        Function<Gateway, Listing<T>> source,
        Function<T, Object> key,
        String empty,
        boolean live) {
    public ListSpec {
        columns = List.copyOf(columns);
    }
}
