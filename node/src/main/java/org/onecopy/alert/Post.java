package org.onecopy.alert;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.onecopy.model.NodeId;
import org.onecopy.model.ProblemCode;
import org.onecopy.model.api.AlertTrial;
import org.onecopy.model.api.Severity;
import org.onecopy.problem.ProblemException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes messages to their targets: for each target a queue of {@link #WAITING_MAX} messages and a virtual thread, which tries each
 * message again and again, later and later, before it takes the next. Where the queue is full the oldest message is given up. Safe to
 * call from many threads; {@link #send} never waits.
 */
public final class Post implements AutoCloseable {
    /** How many messages wait for one target. */
    static final int WAITING_MAX = 100;

    private static final Logger LOG = LoggerFactory.getLogger(Post.class);

    private final List<Way> ways = new ArrayList<>();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Pace pace;
    private final BiConsumer<Severity, String> troubles;

    /**
     * How often and when a message is tried.
     *
     * @param first wait after the first try; twice as long after each further one
     * @param longest no wait is longer
     * @param tries after so many a message is given up
     */
    public record Pace(Duration first, Duration longest, int tries) {
        /** For about an hour. */
        public static final Pace DEFAULT = new Pace(Duration.ofSeconds(2), Duration.ofMinutes(5), 20);
    }

    /** @param troubles told where a target fails, answers again, or will never get a message: for the event stream */
    public Post(List<Target> targets, Pace pace, BiConsumer<Severity, String> troubles) {
        this.pace = pace;
        this.troubles = troubles;
        targets.forEach(target -> ways.add(new Way(target)));
    }

    /** Takes a message to each target for which it matters enough. */
    public void send(AlertMessage message) {
        for (Way way : ways) {
            if (message.severity().compareTo(way.target.severity()) >= 0) {
                way.add(message);
            }
        }
    }

    /**
     * Tries a message at once, beside what waits. Blocks for some seconds for each target.
     *
     * @param name of a target; null: all
     * @throws ProblemException {@code ALERT_TARGET_UNKNOWN}
     */
    public List<AlertTrial> test(@Nullable String name, AlertMessage message, NodeId node) {
        List<AlertTrial> trials = new ArrayList<>();
        for (Way way : ways) {
            if (name == null || name.equals(way.target.name())) {
                Answer answer = way.target.send(message);
                trials.add(new AlertTrial(
                        node,
                        way.target.name(),
                        way.target.kind(),
                        answer.outcome() == Answer.Outcome.DELIVERED,
                        answer.text()));
            }
        }
        if (name != null && trials.isEmpty()) {
            throw new ProblemException(
                    ProblemCode.ALERT_TARGET_UNKNOWN,
                    "the configuration of node " + node + " names no target '" + name
                            + "' for alerts; it names: "
                            + ways.stream().map(way -> way.target.name()).toList());
        }
        return trials;
    }

    /** What waits is given up. */
    @Override
    public void close() {
        closed.countDown();
        ways.forEach(way -> way.thread.interrupt());
    }

    /** To one target. */
    private final class Way {
        private final Target target;
        private final BlockingQueue<AlertMessage> waiting = new LinkedBlockingQueue<>(WAITING_MAX);
        private final Thread thread;
        private boolean failing;

        Way(Target target) {
            this.target = target;
            thread = Thread.ofVirtual().name("alerts-to-" + target.name()).start(this::run);
        }

        void add(AlertMessage message) {
            while (!waiting.offer(message)) {
                AlertMessage oldest = waiting.poll();
                if (oldest != null) {
                    giveUp(oldest, "too many messages wait");
                }
            }
        }

        private void run() {
            try {
                while (closed.getCount() > 0) {
                    deliver(waiting.take());
                }
            } catch (InterruptedException e) {
                LOG.debug("no more alerts to {}", target.name(), e);
            }
        }

        private void deliver(AlertMessage message) throws InterruptedException {
            Duration wait = pace.first;
            for (int tries = 1; ; tries++) {
                Answer answer = attempt(message);
                if (closed.getCount() == 0) {
                    return;
                }
                note(answer);
                if (answer.arrived()) {
                    return;
                }
                if (answer.outcome() == Answer.Outcome.NEVER || tries >= pace.tries) {
                    giveUp(message, answer.text());
                    return;
                }
                if (closed.await(wait.toMillis(), TimeUnit.MILLISECONDS)) {
                    return;
                }
                wait = wait.multipliedBy(2).compareTo(pace.longest) < 0 ? wait.multipliedBy(2) : pace.longest;
            }
        }

        /** A fault of ours must not end the thread. */
        private Answer attempt(AlertMessage message) {
            try {
                return target.send(message);
            } catch (RuntimeException e) {
                LOG.error("sending an alert to {} failed", target.name(), e);
                return new Answer(Answer.Outcome.LATER, e.toString());
            }
        }

        private void note(Answer answer) {
            boolean fails = answer.outcome() != Answer.Outcome.DELIVERED;
            if (fails && !failing) {
                troubles.accept(
                        Severity.WARNING,
                        "alerts do not reach " + target.kind() + " " + target.name() + ": " + answer.text());
            } else if (!fails && failing) {
                troubles.accept(Severity.INFO, "alerts reach " + target.kind() + " " + target.name() + " again");
            }
            failing = fails;
        }

        private void giveUp(AlertMessage message, String why) {
            troubles.accept(
                    Severity.ERROR,
                    "'" + message.subject() + "' is not sent to " + target.kind() + " " + target.name() + ": " + why);
        }
    }
}
