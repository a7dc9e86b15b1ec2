package org.onecopy.cli.demo;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Lets a watcher look again after a while, until it is told to stop. */
final class Pace {
    private final CountDownLatch stopped = new CountDownLatch(1);

    /** Waits. @return whether to go on */
    boolean next(Duration pause) throws InterruptedException {
        return !stopped.await(pause.toMillis(), TimeUnit.MILLISECONDS);
    }

    void stop() {
        stopped.countDown();
    }

    boolean isStopped() {
        return stopped.getCount() == 0;
    }

    /** Waits until {@link #stop()}. */
    void awaitStop() throws InterruptedException {
        stopped.await();
    }
}
