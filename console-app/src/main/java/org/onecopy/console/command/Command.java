package org.onecopy.console.command;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Something that can be done, from wherever: menu, tool bar, key, context menu or palette.
 *
 * @param id stable, {@code group.act}
 * @param label as menus show it; with three dots where it asks something first
 * @param icon name in the icon font
 * @param key as JavaFX writes combinations ({@code Shortcut+N}); null for none
 * @param menu in which it stands
 * @param target the type of selection it acts on; null where it acts on none
 * @param when whether it can be done now, beyond connection and selection
 * @param needsSession whether it needs a connection
 * @param cli what to type for the same; null where the command line has no such thing
 * @param covers commands of the command line that this one stands for ({@code rules create})
 * @param rest what a program would send for it; null where it sends nothing, or much
 * @param action does it; called on the JavaFX thread, where it must not block
 */
public record Command(
        String id,
        String label,
        String icon,
        @Nullable String key,
        Menu menu,
        @Nullable Class<?> target,
        Predicate<Context> when,
        boolean needsSession,
        @Nullable Function<Context, String> cli,
        List<String> covers,
        @Nullable Rest rest,
        Consumer<Context> action) {
    /** The menus, in their order. */
    public enum Menu {
        FILE("File"),
        VIEW("View"),
        NETWORK("Network"),
        RULES("Rules"),
        PEOPLE("People"),
        WINDOW("Window"),
        HELP("Help");

        private final String title;

        Menu(String title) {
            this.title = title;
        }

        /** As the menu bar shows it. */
        public String title() {
            return title;
        }
    }

    public Command {
        covers = List.copyOf(covers);
    }

    /** One that acts on nothing and can always be done. */
    public static Command of(String id, String label, String icon, Menu menu, Consumer<Context> action) {
        return new Command(id, label, icon, null, menu, null, context -> true, false, null, List.of(), null, action);
    }

    /** One that acts on a selected record of a connected network. */
    public static <T> Command on(
            Class<T> type, String id, String label, String icon, Menu menu, Consumer<Context> action) {
        return new Command(id, label, icon, null, menu, type, context -> true, true, null, List.of(), null, action);
    }

    /** The same with a key. */
    public Command withKey(String newKey) {
        return new Command(id, label, icon, newKey, menu, target, when, needsSession, cli, covers, rest, action);
    }

    /** The same, for connected networks only. */
    public Command connected() {
        return new Command(id, label, icon, key, menu, target, when, true, cli, covers, rest, action);
    }

    /** The same, under a further condition. */
    public Command onlyWhen(Predicate<Context> condition) {
        return new Command(id, label, icon, key, menu, target, condition, needsSession, cli, covers, rest, action);
    }

    /** The same, with what to type for it, and the commands of the command line that this reaches. */
    public Command asCli(Function<Context, String> text, String... reached) {
        return new Command(
                id, label, icon, key, menu, target, when, needsSession, text, List.of(reached), rest, action);
    }

    /** The same, with what a program would send for it. */
    public Command asRest(String route) {
        return asRest(route, "");
    }

    /** The same, with what a program would send for it, and an example of the body. */
    public Command asRest(String route, String body) {
        return withRest(new Rest(route, "", body));
    }

    /** The same, with the address at which a program would look. */
    public Command asLook(String route, String query) {
        return withRest(new Rest(route, query, ""));
    }

    private Command withRest(Rest sent) {
        return new Command(id, label, icon, key, menu, target, when, needsSession, cli, covers, sent, action);
    }

    /** Whether it can be done. */
    public boolean enabled(Context context) {
        return (!needsSession || context.session() != null)
                && (target == null || target.isInstance(context.selected()))
                && when.test(context);
    }

    /** What a program would send for the same thing, where it can be done. */
    public Optional<String> restText(Context context) {
        return rest == null || !enabled(context) ? Optional.empty() : Optional.of(rest.text(context));
    }

    /** What to type for the same thing, where there is such a command and it can be done. */
    public Optional<String> cliText(Context context) {
        return cli == null || !enabled(context) ? Optional.empty() : Optional.of(cli.apply(context));
    }
}
