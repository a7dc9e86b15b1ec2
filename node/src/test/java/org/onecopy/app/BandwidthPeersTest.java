package org.onecopy.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.onecopy.app.BandwidthPeers.Answer;
import org.onecopy.app.BandwidthPeers.Held;
import org.onecopy.model.ProblemCode;
import org.onecopy.model.RuleId;
import org.onecopy.model.ZoneName;
import org.onecopy.problem.ProblemException;

/** What nodes tell each other of limits. */
final class BandwidthPeersTest {
    private static final ZoneName LYON = new ZoneName("lyon");
    private static final RuleId PHOTOS = new RuleId(7);
    private static final String A = "a:7000";
    private static final String B = "b:7000";

    private final Map<String, Answer> answers = new ConcurrentHashMap<>();
    private final AtomicInteger questions = new AtomicInteger();
    private final AtomicLong now = new AtomicLong(-5);
    private final BandwidthPeers peers = new BandwidthPeers(this::ask, now::get);

    private InputStream ask(String endpoint, String path) {
        assertThat(path).isEqualTo("/bandwidth");
        try {
            Answer answer = answers.get(endpoint);
            if (answer == null) {
                throw new ProblemException(ProblemCode.ZONE_UNREACHABLE, endpoint);
            }
            return new ByteArrayInputStream(BandwidthPeers.form(answer));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            questions.incrementAndGet();
        }
    }

    /** Asks until all have been asked once more. */
    private void look(String... endpoints) {
        int before = questions.get();
        Awaitility.await().until(() -> {
            peers.look(Set.of(endpoints));
            return questions.get() >= before + 2 * endpoints.length;
        });
    }

    private void pass(int seconds) {
        now.addAndGet(TimeUnit.SECONDS.toNanos(seconds));
    }

    @Test
    void counts_those_that_give_and_those_of_whom_nothing_is_known() {
        assertThat(peers.giving("wan", List.of(A, B))).as("nobody was asked").isEqualTo(2);
        answers.put(A, new Answer(List.of("wan"), List.of()));
        answers.put(B, new Answer(List.of("other"), List.of()));
        look(A, B);
        assertThat(peers.giving("wan", List.of(A, B))).isEqualTo(1);
        assertThat(peers.giving("other", List.of(A, B))).isEqualTo(1);
        assertThat(peers.giving("none", List.of(A, B))).isZero();
    }

    @Test
    void one_that_falls_silent_counts_for_a_minute() {
        answers.put(A, new Answer(List.of(), List.of()));
        look(A);
        assertThat(peers.giving("wan", List.of(A))).isZero();
        answers.clear();
        pass(5);
        look(A);
        assertThat(peers.giving("wan", List.of(A)))
                .as("it may have begun to give")
                .isEqualTo(1);
        pass(60);
        look(A);
        assertThat(peers.giving("wan", List.of(A)))
                .as("it does not run any more")
                .isZero();
    }

    @Test
    void one_that_never_answered_counts_for_a_minute() {
        look(A);
        assertThat(peers.giving("wan", List.of(A))).isEqualTo(1);
        pass(61);
        assertThat(peers.giving("wan", List.of(A))).isZero();
    }

    @Test
    void knows_whom_a_limit_holds_back() {
        answers.put(A, new Answer(List.of(), List.of(new Held("lyon", 7, "wan"))));
        answers.put(B, new Answer(List.of(), List.of(new Held("kyoto", 7, "wan"), new Held("lyon", 8, "lan"))));
        look(A, B);
        assertThat(peers.holding(A, LYON, PHOTOS)).isEqualTo("wan");
        assertThat(peers.holding(B, LYON, PHOTOS)).isNull();
        assertThat(peers.holding(null, LYON, new RuleId(8))).isEqualTo("lan");
        assertThat(peers.holding(null, new ZoneName("oslo"), PHOTOS)).isNull();
        pass(5);
        assertThat(peers.holding(A, LYON, PHOTOS)).as("what was said is old").isNull();
    }
}
