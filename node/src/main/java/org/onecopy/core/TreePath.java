package org.onecopy.core;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A path within a rule's tree: the names from the root down, none for the root itself. It cannot leave the tree, because a
 * {@link Name} cannot be {@code ..}.
 */
public record TreePath(List<Name> names) {
    /** The root of the tree. */
    public static final TreePath ROOT = new TreePath(List.of());

    public TreePath {
        names = List.copyOf(names);
    }

    /**
     * The opposite of {@link #toString()}.
     *
     * @param text names joined by {@code /}; empty for the root
     * @throws IllegalArgumentException where a part is no legal name
     */
    public static TreePath parse(String text) {
        if (text.isEmpty()) {
            return ROOT;
        }
        List<Name> names = new ArrayList<>();
        for (String part : text.split("/", -1)) {
            names.add(new Name(part));
        }
        return new TreePath(names);
    }

    public TreePath resolve(Name name) {
        List<Name> longer = new ArrayList<>(names.size() + 1);
        longer.addAll(names);
        longer.add(name);
        return new TreePath(longer);
    }

    public boolean isRoot() {
        return names.isEmpty();
    }

    /** The path without its last name, or null for the root. */
    public @Nullable TreePath parent() {
        return names.isEmpty() ? null : new TreePath(names.subList(0, names.size() - 1));
    }

    /** The last name, or null for the root. */
    public @Nullable Name name() {
        return names.isEmpty() ? null : names.getLast();
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        for (Name name : names) {
            text.append(text.isEmpty() ? "" : "/").append(name.value());
        }
        return text.toString();
    }
}
