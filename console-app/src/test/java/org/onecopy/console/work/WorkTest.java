package org.onecopy.console.work;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.onecopy.model.ProblemCode;
import org.onecopy.model.api.Problem;
import org.onecopy.model.client.ProblemResponseException;

class WorkTest {
    private final LinkedBlockingQueue<Runnable> ui = new LinkedBlockingQueue<>();
    private final Work work = new Work(ui::add, InstantSource.system());

    private void deliver() throws InterruptedException {
        Runnable next = ui.poll(5, TimeUnit.SECONDS);
        assertThat(next).isNotNull();
        next.run();
    }

    @Test
    void a_failure_is_noted_and_told_and_never_longer_than_a_screen() throws InterruptedException {
        AtomicReference<String> told = new AtomicReference<>("");
        Job job = work.run(
                "remove",
                () -> {
                    throw new ProblemResponseException(
                            Problem.of(ProblemCode.BAD_REQUEST, "x".repeat(5_000_000), Map.of()));
                },
                done -> {},
                told::set);
        deliver();
        assertThat(job.state().get()).isEqualTo(Job.State.FAILED);
        assertThat(told.get()).hasSizeLessThan(2_100).contains("more characters");
        assertThat(work.mishaps()).hasSize(1);
    }

    @Test
    void a_cancelled_job_hands_over_nothing() throws InterruptedException {
        CountDownLatch go = new CountDownLatch(1);
        AtomicReference<String> got = new AtomicReference<>("nothing");
        Job job = work.run(
                "wait",
                () -> {
                    try {
                        go.await();
                    } catch (InterruptedException e) {
                        return "late";
                    }
                    return "in time";
                },
                got::set);
        job.cancel();
        deliver();
        assertThat(job.state().get()).isEqualTo(Job.State.CANCELLED);
        assertThat(got.get()).isEqualTo("nothing");
    }
}
