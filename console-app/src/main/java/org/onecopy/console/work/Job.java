package org.onecopy.console.work;

import java.time.Instant;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import org.jspecify.annotations.Nullable;

/** Something that runs, and what became of it. Its properties change on the thread of the user interface only. */
public final class Job {
    /** How far it is. */
    public enum State {
        RUNNING,
        DONE,
        FAILED,
        CANCELLED
    }

    private final String title;
    private final Instant started;
    private final ReadOnlyObjectWrapper<State> state = new ReadOnlyObjectWrapper<>(State.RUNNING);
    private final ReadOnlyStringWrapper message = new ReadOnlyStringWrapper("");
    private @Nullable Thread thread;

    Job(String title, Instant started) {
        this.title = title;
        this.started = started;
    }

    void begin(Thread runner) {
        thread = runner;
        runner.start();
    }

    /** Whether this ended it; not where it was cancelled before. */
    boolean end(State how, String why) {
        if (state.get() != State.RUNNING) {
            return false;
        }
        message.set(why);
        state.set(how);
        return true;
    }

    /** What is done, in words. */
    public String title() {
        return title;
    }

    /** When it began. */
    public Instant started() {
        return started;
    }

    /** How far it is. */
    public ReadOnlyObjectProperty<State> state() {
        return state.getReadOnlyProperty();
    }

    /** Why it failed; else empty. */
    public ReadOnlyStringProperty message() {
        return message.getReadOnlyProperty();
    }

    /** Waits for its result no more. What a node has already received may take effect all the same. */
    public void cancel() {
        if (end(State.CANCELLED, "cancelled; what a node had received may have taken effect") && thread != null) {
            thread.interrupt();
        }
    }
}
