package org.onecopy.console.contents;

import java.util.Optional;
import java.util.function.Function;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import org.jspecify.annotations.Nullable;
import org.onecopy.console.session.Gateway;
import org.onecopy.console.work.Job;
import org.onecopy.console.work.Work;
import org.onecopy.model.SideBySide;
import org.onecopy.model.api.ConflictDetail;
import org.onecopy.model.api.ConflictSide;
import org.onecopy.model.api.ContentSpec;
import org.onecopy.model.api.ContentView;
import org.onecopy.model.client.UnreachableException;

/** How both contents of a conflict begin. Nothing is read before somebody asks for it: that stands in the audit. */
public final class ContentModel {
    private final Work work;
    private final ReadOnlyObjectWrapper<State> state = new ReadOnlyObjectWrapper<>(new State.NotRead());

    public ContentModel(Work work) {
        this.work = work;
    }

    /** What is known. */
    public sealed interface State {
        /** Nobody has asked yet. */
        record NotRead() implements State {}

        /** They are on their way. */
        record Reading() implements State {}

        /**
         * They could not be read.
         *
         * @param why with what to do
         */
        record Failed(String why) implements State {}

        /**
         * Both beginnings.
         *
         * @param original null where what kept the name is gone, or no file
         * @param copy null where it is no file
         */
        record Read(
                @Nullable ContentView original, @Nullable ContentView copy, SideBySide sides) implements State {
            /** What the reader should know of them, in a line. */
            public String note() {
                long differ = sides.rows().stream().filter(row -> !row.same()).count();
                return (sides.text() ? "Text: " : "Not text: 16 bytes a row. ")
                        + (differ == 0
                                ? "no row differs"
                                : differ + " of " + sides.rows().size() + " rows differ")
                        + (isCut(original) || isCut(copy) ? ", in the first 64 KiB; the rest was not read." : ".");
            }

            private static boolean isCut(@Nullable ContentView view) {
                return view != null && view.length().value() > ContentSpec.LENGTH_MAX;
            }
        }
    }

    /** For the JavaFX thread. */
    public ReadOnlyObjectProperty<State> state() {
        return state.getReadOnlyProperty();
    }

    /** Reads both. Call it on the JavaFX thread. */
    public void read(ConflictDetail conflict, Function<ConflictSide, ContentView> source) {
        if (state.get() instanceof State.Reading) {
            return;
        }
        state.set(new State.Reading());
        Job job = work.run(
                "Read both contents of " + conflict.copy().path(),
                () -> {
                    ContentView original = read(conflict.original(), source);
                    ContentView copy = read(conflict.copy(), source);
                    return new State.Read(original, copy, SideBySide.of(bytes(original), bytes(copy)));
                },
                state::set,
                why -> state.set(new State.Failed(why)));
        job.state().subscribe(now -> {
            if (now == Job.State.CANCELLED) {
                state.set(new State.NotRead());
            }
        });
    }

    private static @Nullable ContentView read(@Nullable ConflictSide side, Function<ConflictSide, ContentView> source) {
        return Optional.ofNullable(side)
                .filter(one -> one.kind().equals("file"))
                .map(source)
                .orElse(null);
    }

    private static byte[] bytes(@Nullable ContentView view) {
        return view == null ? new byte[0] : view.bytes();
    }

    /** From the zone whose users wrote it; where none of its nodes answers, from any other zone that has it. */
    public static ContentView from(Gateway gateway, ConflictDetail conflict, ConflictSide side) {
        ContentSpec spec = new ContentSpec(side.path(), 0, null);
        try {
            return gateway.askIn(side.zone(), client -> client.files().read(conflict.rule(), spec));
        } catch (UnreachableException | IllegalStateException e) {
            return gateway.ask(client -> client.files().read(conflict.rule(), spec));
        }
    }
}
