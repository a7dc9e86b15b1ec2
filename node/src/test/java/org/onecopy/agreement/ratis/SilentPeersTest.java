package org.onecopy.agreement.ratis;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.ratis.protocol.RaftPeerId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.onecopy.agreement.ratis.SilentPeers.Standing;

final class SilentPeersTest {
    private static final RaftPeerId A = RaftPeerId.valueOf("a");
    private static final RaftPeerId B = RaftPeerId.valueOf("b");
    private static final Duration SHORT = Duration.ofMillis(300);
    private static final Duration LONG = Duration.ofSeconds(4);

    private final AtomicLong now = new AtomicLong();
    private final SilentPeers peers = new SilentPeers(Duration.ofSeconds(3), now::get);

    @AfterEach
    void end() {
        peers.close();
    }

    private void pass(Duration time) {
        now.addAndGet(time.toNanos());
    }

    @Test
    void a_follower_that_does_not_answer_gets_a_new_connection_and_time_to_answer_on_it() {
        Map<Object, Standing> leading = Map.of("g", new Standing.Leads(Map.of(A, SHORT, B, LONG)));
        assertThat(peers.silent(leading)).containsExactly(B);
        pass(Duration.ofSeconds(9));
        assertThat(peers.silent(leading)).isEmpty();
        pass(Duration.ofSeconds(2));
        assertThat(peers.silent(leading)).containsExactly(B);
    }

    @Test
    void who_answers_in_one_group_is_there_although_it_is_silent_in_another() {
        assertThat(peers.silent(
                        Map.of("g", new Standing.Leads(Map.of(A, LONG)), "h", new Standing.Leads(Map.of(A, SHORT)))))
                .isEmpty();
        pass(LONG);
        assertThat(peers.silent(Map.of("g", new Standing.Seeks(List.of(A)), "h", new Standing.Leads(Map.of(A, SHORT)))))
                .isEmpty();
    }

    @Test
    void where_nobody_leads_for_a_while_all_get_new_connections() {
        Map<Object, Standing> seeking = Map.of("g", new Standing.Seeks(List.of(A, B)));
        assertThat(peers.silent(seeking)).isEmpty();
        pass(Duration.ofSeconds(2));
        assertThat(peers.silent(seeking)).isEmpty();
        pass(Duration.ofSeconds(2));
        assertThat(peers.silent(seeking)).containsExactlyInAnyOrder(A, B);
        assertThat(peers.silent(Map.of("g", new Standing.Follows()))).isEmpty();
        pass(Duration.ofSeconds(2));
        assertThat(peers.silent(seeking)).as("that is counted anew").isEmpty();
    }
}
