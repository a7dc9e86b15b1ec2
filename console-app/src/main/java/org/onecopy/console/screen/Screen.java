package org.onecopy.console.screen;

import javafx.beans.value.ObservableValue;
import javafx.scene.Parent;
import org.jspecify.annotations.Nullable;
import org.onecopy.console.session.Session;

/** A view that fills a tab. Made when it is first opened. For the JavaFX thread. */
public interface Screen {
    /** Stable; layouts are saved with it. */
    String id();

    /** As its tab shows it. */
    String title();

    /** Name in the icon font. */
    String icon();

    /** What it looks like: always the same. */
    Parent view();

    /** Shows this connection from now on; called again whenever there is something new, while it is seen. */
    void show(@Nullable Session session);

    /** Asks anew for what it shows, where it does not do that by itself all the time. */
    default void refresh() {}

    /** What is selected in it: a record of the API, or null. */
    ObservableValue<@Nullable Object> selection();
}
