package org.onecopy.app;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.onecopy.core.Kind;
import org.onecopy.core.TreePath;
import org.onecopy.problem.ProblemException;

/** Reads trees of one zone, page by page. Blocks; safe to call from many threads. */
interface PagedTrees {
    /**
     * The next entries of a directory in the order of their names; none where it does not exist.
     *
     * @param location the tree
     * @param after only names after this one; empty for the first page
     * @throws ProblemException what the zone's storage says, or {@code ZONE_UNREACHABLE}
     */
    Page page(String location, TreePath directory, String after);

    /**
     * The digest of a file's content; null where it is no file, cannot be read, or changes while it is read.
     *
     * @throws ProblemException {@code ZONE_UNREACHABLE}
     */
    @Nullable
    String digest(String location, TreePath file);

    /**
     * An entry.
     *
     * @param mtimeMillis 0 of what is no file
     * @param target of a link, else null
     */
    record Item(
            String name,
            Kind kind,
            long length,
            long mtimeMillis,
            @Nullable String target) {}

    /**
     * A page.
     *
     * @param items in the order of names
     * @param more whether more come after the last of them
     * @param refused entries that cannot be replicated, with the first page
     */
    record Page(List<Item> items, boolean more, long refused) {
        static final Page EMPTY = new Page(List.of(), false, 0);

        public Page {
            items = List.copyOf(items);
        }
    }
}
