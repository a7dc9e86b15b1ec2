package org.onecopy.console.contents;

import java.util.ArrayList;
import java.util.List;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import org.jspecify.annotations.Nullable;
import org.onecopy.console.work.Work;
import org.onecopy.model.api.FileView;
import org.onecopy.model.api.Listing;

/** Walks through the directories of a zone's storage, a page at a time. For the JavaFX thread. */
public final class BrowseModel {
    /** So many names are asked for at once. */
    public static final int PAGE = 500;

    private final Source source;
    private final Work work;
    private final ReadOnlyObjectWrapper<Seen> seen = new ReadOnlyObjectWrapper<>(new Seen("/", List.of(), 0, "", true));
    private long asked;

    /** Asks a node of the zone; blocks. */
    public interface Source {
        Listing<FileView> list(String path, @Nullable String after, int limit);
    }

    /**
     * What is seen of a directory.
     *
     * @param path absolute, without a slash at its end but for the root
     * @param files as many as were fetched
     * @param total so many lie there
     * @param problem why it cannot be seen; empty where it can
     * @param loading whether an answer is still to come
     */
    public record Seen(String path, List<FileView> files, long total, String problem, boolean loading) {
        public Seen {
            files = List.copyOf(files);
        }

        /** Whether there are more than were fetched. */
        public boolean hasMore() {
            return files.size() < total;
        }
    }

    public BrowseModel(Source source, Work work) {
        this.source = source;
        this.work = work;
    }

    public ReadOnlyObjectProperty<Seen> seen() {
        return seen.getReadOnlyProperty();
    }

    /** Looks into a directory. Only the answer to the latest question is shown. */
    public void open(String path) {
        String tidy = "/" + path.strip().replaceAll("/+", "/").replaceAll("^/|/$", "");
        ask(new Seen(tidy, List.of(), 0, "", true));
    }

    /** Looks into one of the directories that are seen. */
    public void enter(FileView directory) {
        String path = seen.get().path();
        open((path.equals("/") ? "" : path) + "/" + directory.name());
    }

    /** Looks into the directory above. */
    public void up() {
        String path = seen.get().path();
        open(path.substring(0, path.lastIndexOf('/')));
    }

    /** Fetches the names that follow. */
    public void more() {
        Seen now = seen.get();
        if (now.hasMore() && !now.loading()) {
            ask(new Seen(now.path(), now.files(), now.total(), "", true));
        }
    }

    private void ask(Seen before) {
        seen.set(before);
        long number = ++asked;
        String after =
                before.files().isEmpty() ? null : before.files().getLast().name();
        work.quietly(
                "list " + before.path(),
                () -> source.list(before.path(), after, PAGE),
                answer -> {
                    if (number == asked) {
                        List<FileView> all = new ArrayList<>(before.files());
                        all.addAll(answer.items());
                        // Where names went meanwhile, there are no more than were fetched.
                        long total = answer.items().isEmpty() ? all.size() : answer.total();
                        seen.set(new Seen(before.path(), all, total, "", false));
                    }
                },
                why -> {
                    if (number == asked) {
                        seen.set(new Seen(
                                before.path(), before.files(), before.files().size(), why, false));
                    }
                });
    }
}
