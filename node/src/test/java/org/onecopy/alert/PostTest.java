package org.onecopy.alert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.onecopy.alert.Answer.Outcome;
import org.onecopy.model.NodeId;
import org.onecopy.model.ProblemCode;
import org.onecopy.model.api.Severity;
import org.onecopy.problem.ProblemException;

/** Messages on their way to targets that fail. */
final class PostTest {
    private static final Post.Pace FAST = new Post.Pace(Duration.ofMillis(1), Duration.ofMillis(4), 5);
    private static final NodeId NODE = new NodeId("oslo-1");

    private final List<String> troubles = new CopyOnWriteArrayList<>();
    private final Recorded target = new Recorded("duty", Severity.INFO);
    private Post post;

    private static final class Recorded implements Target {
        private final String name;
        private final Severity severity;
        private final List<UUID> tried = new CopyOnWriteArrayList<>();
        private final Queue<Answer> answers = new ArrayDeque<>();
        private final CountDownLatch open = new CountDownLatch(1);
        private volatile boolean waits;

        Recorded(String name, Severity severity) {
            this.name = name;
            this.severity = severity;
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public String kind() {
            return "mail";
        }

        @Override
        public Severity severity() {
            return severity;
        }

        synchronized void answer(Outcome... outcomes) {
            for (Outcome outcome : outcomes) {
                answers.add(new Answer(outcome, "said " + outcome));
            }
        }

        private synchronized Answer next() {
            Answer answer = answers.poll();
            return answer == null ? new Answer(Outcome.DELIVERED, "250") : answer;
        }

        @Override
        public Answer send(AlertMessage message) {
            tried.add(message.message());
            if (waits) {
                try {
                    open.await();
                } catch (InterruptedException e) {
                    return new Answer(Outcome.LATER, "interrupted");
                }
            }
            Answer answer = next();
            if (answer.text().equals("said NEVER") && message.isTest()) {
                throw new IllegalStateException("a fault");
            }
            return answer;
        }
    }

    private Post start(Target... targets) {
        post = new Post(List.of(targets), FAST, (severity, what) -> troubles.add(severity + " " + what));
        return post;
    }

    @AfterEach
    void end() {
        post.close();
    }

    private static AlertMessage test() {
        return AlertMessage.test(new UUID(1, 2), NODE, Instant.EPOCH);
    }

    @Test
    void tries_again_with_the_same_message_and_tells_of_the_failing_and_of_its_end_once() {
        target.answer(Outcome.LATER, Outcome.LATER, Outcome.LATER);
        AlertMessage first = WebhookTargetTest.message();
        AlertMessage second = WebhookTargetTest.message();
        start(target).send(first);
        post.send(second);
        await().until(() -> target.tried.size() == 5);
        assertThat(target.tried)
                .containsExactly(first.message(), first.message(), first.message(), first.message(), second.message());
        await().until(() -> troubles.size() == 2);
        assertThat(troubles)
                .containsExactly(
                        "WARNING alerts do not reach mail duty: said LATER", "INFO alerts reach mail duty again");
    }

    @Test
    void gives_up_after_so_many_tries_or_at_once_where_none_would_help() {
        target.answer(Outcome.LATER, Outcome.LATER, Outcome.LATER, Outcome.LATER, Outcome.LATER, Outcome.NEVER);
        start(target).send(WebhookTargetTest.message());
        post.send(WebhookTargetTest.message());
        post.send(WebhookTargetTest.message());
        await().until(() -> target.tried.size() == 7 && troubles.size() == 4);
        assertThat(troubles.get(1)).startsWith("ERROR '[onecopy] began (warning): lag:photos:kyoto' is not sent");
        assertThat(troubles.get(2)).contains("said NEVER");
        assertThat(troubles.get(3)).contains("again");
    }

    @Test
    void tells_of_recipients_that_are_refused_and_does_not_send_again() {
        target.answer(Outcome.PARTLY);
        start(target).send(WebhookTargetTest.message());
        post.send(WebhookTargetTest.message());
        await().until(() -> troubles.size() == 2);
        assertThat(target.tried).hasSize(2);
    }

    @Test
    void gives_up_the_oldest_where_too_many_wait() {
        target.waits = true;
        start(target);
        AlertMessage first = WebhookTargetTest.message();
        post.send(first);
        await().until(() -> target.tried.size() == 1);
        for (int i = 0; i < Post.WAITING_MAX + 3; i++) {
            post.send(WebhookTargetTest.message());
        }
        assertThat(troubles).hasSize(3).allMatch(trouble -> trouble.contains("too many messages wait"));
        target.open.countDown();
        await().until(() -> target.tried.size() == Post.WAITING_MAX + 1);
    }

    @Test
    void sends_what_matters_enough() {
        Recorded errors = new Recorded("boss", Severity.ERROR);
        start(target, errors).send(WebhookTargetTest.message());
        await().until(() -> target.tried.size() == 1);
        assertThat(errors.tried).isEmpty();
    }

    @Test
    void a_test_goes_at_once_to_one_target_or_to_all() {
        Recorded other = new Recorded("chat", Severity.ERROR);
        other.answer(Outcome.LATER);
        start(target, other);
        assertThat(post.test(null, test(), NODE))
                .extracting(trial -> trial.target() + " " + trial.delivered() + " " + trial.answer())
                .containsExactly("duty true 250", "chat false said LATER");
        assertThat(post.test("duty", test(), NODE)).hasSize(1);
        assertThatThrownBy(() -> post.test("nobody", test(), NODE))
                .isInstanceOfSatisfying(
                        ProblemException.class, e -> assertThat(e.code()).isEqualTo(ProblemCode.ALERT_TARGET_UNKNOWN))
                .hasMessageContaining("duty, chat");
        assertThat(troubles).isEmpty();
    }

    @Test
    void a_fault_of_a_target_counts_as_a_failed_try() {
        target.answer(Outcome.NEVER);
        start(target).send(test());
        await().until(() -> target.tried.size() == 2);
        assertThat(troubles.getFirst()).contains("a fault");
    }
}
