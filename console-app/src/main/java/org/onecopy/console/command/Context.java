package org.onecopy.console.command;

import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.onecopy.console.session.Session;

/**
 * What a command acts on.
 *
 * @param session the connection in front, null where there is none
 * @param selected what is selected in the view in front: a record of the API, or null
 */
public record Context(@Nullable Session session, @Nullable Object selected) {
    /** Nothing connected, nothing selected. */
    public static final Context EMPTY = new Context(null, null);

    /** The selection, where it is of this type. */
    public <T> Optional<T> selected(Class<T> type) {
        return type.isInstance(selected) ? Optional.of(type.cast(selected)) : Optional.empty();
    }

    /** A word of the selection, as commands are typed with it; another one where nothing of this type is selected. */
    public <T> String word(Class<T> type, Function<T, ?> name, String otherwise) {
        return selected(type).map(one -> "" + name.apply(one)).orElse(otherwise);
    }

    /** The connection, where there is one. */
    public Optional<Session> connected() {
        return Optional.ofNullable(session);
    }
}
