package org.onecopy.console.work;

import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.Callable;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;

/**
 * Runs what may block on virtual threads, and hands results back where the user interface lives. Its lists change on that thread
 * only.
 */
public final class Work {
    private static final int KEPT_MAX = 500;

    private final Executor ui;
    private final InstantSource clock;
    private final ObservableList<Job> jobs = FXCollections.observableArrayList();
    private final ObservableList<Mishap> mishaps = FXCollections.observableArrayList();

    /** @param ui runs what it is given on the thread of the user interface, later */
    public Work(Executor ui, InstantSource clock) {
        this.ui = ui;
        this.clock = clock;
    }

    /**
     * Something that went wrong.
     *
     * @param what was tried
     * @param why it did not work, and what to do
     */
    public record Mishap(Instant time, String what, String why) {}

    /** Jobs, the newest first: running ones and those that ended lately. */
    public ObservableList<Job> jobs() {
        return jobs;
    }

    /** What went wrong, the newest first. */
    public ObservableList<Mishap> mishaps() {
        return mishaps;
    }

    /** The thread of the user interface. */
    public Executor ui() {
        return ui;
    }

    /** The time. */
    public InstantSource clock() {
        return clock;
    }

    /**
     * Begins a job that the progress view shows. Call it on the thread of the user interface.
     *
     * @param done gets the result there; not called where the job fails or is cancelled
     */
    public <T> Job run(String title, Callable<T> task, Consumer<T> done) {
        return run(title, task, done, why -> {});
    }

    /** As {@link #run(String, Callable, Consumer)}; {@code failed} gets what went wrong, in words, after it was noted. */
    public <T> Job run(String title, Callable<T> task, Consumer<T> done, Consumer<String> failed) {
        Job job = new Job(title, clock.instant());
        jobs.addFirst(job);
        trim(jobs);
        job.begin(Thread.ofVirtual().name(title).unstarted(() -> execute(job, task, done, failed)));
        return job;
    }

    /** As {@link #run(String, Callable, Consumer, Consumer)}, unseen: for what happens by itself again and again. */
    public <T> void quietly(String title, Callable<T> task, Consumer<T> done, Consumer<String> failed) {
        Thread.ofVirtual().name(title).start(() -> {
            try {
                T result = task.call();
                ui.execute(() -> done.accept(result));
            } catch (Exception e) {
                ui.execute(() -> failed.accept(Failures.text(e)));
            }
        });
    }

    /** Notes what went wrong. Call it on the thread of the user interface. */
    public void note(String what, String why) {
        mishaps.addFirst(new Mishap(clock.instant(), what, why));
        trim(mishaps);
    }

    private <T> void execute(Job job, Callable<T> task, Consumer<T> done, Consumer<String> failed) {
        try {
            T result = task.call();
            ui.execute(() -> {
                if (job.end(Job.State.DONE, "")) {
                    done.accept(result);
                }
            });
        } catch (Exception e) {
            String why = Failures.text(e);
            ui.execute(() -> {
                if (job.end(Job.State.FAILED, why)) {
                    note(job.title(), why);
                    failed.accept(why);
                }
            });
        }
    }

    private static void trim(ObservableList<?> list) {
        if (list.size() > KEPT_MAX) {
            list.remove(KEPT_MAX, list.size());
        }
    }
}
