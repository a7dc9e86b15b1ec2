package org.onecopy.agreement.ratis;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.ratis.client.RaftClient;
import org.apache.ratis.client.api.AsyncApi;
import org.apache.ratis.protocol.ClientId;
import org.apache.ratis.protocol.Message;
import org.apache.ratis.protocol.RaftClientReply;
import org.apache.ratis.protocol.RaftGroupId;
import org.apache.ratis.protocol.RaftGroupMemberId;
import org.apache.ratis.protocol.RaftPeerId;
import org.apache.ratis.protocol.exceptions.LeaderSteppingDownException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.onecopy.agreement.GroupId;
import org.onecopy.model.ProblemCode;
import org.onecopy.problem.ProblemException;

/** What becomes of proposals that a leader turns away while it hands over. */
final class ProposalPipelineTest {
    private static final Duration WAITING = Duration.ofSeconds(2);

    private final List<Asked> asked = new CopyOnWriteArrayList<>();
    private final AtomicInteger clients = new AtomicInteger();
    private final ProposalPipeline pipeline =
            new ProposalPipeline(new GroupId(UUID.randomUUID()), this::client, () -> true, WAITING);

    /** What a client was given, and by which client. */
    private record Asked(int client, String entry, CompletableFuture<RaftClientReply> reply) {
        void agree(long index) {
            reply.complete(RaftClientReply.newBuilder()
                    .setClientId(ClientId.randomId())
                    .setServerId(RaftGroupMemberId.valueOf(RaftPeerId.valueOf("a"), RaftGroupId.randomId()))
                    .setLogIndex(index)
                    .setSuccess()
                    .build());
        }

        void turnAway() {
            reply.completeExceptionally(new CompletionException(new LeaderSteppingDownException("it hands over")));
        }

        void fail() {
            reply.completeExceptionally(new CompletionException(new IOException("no answer")));
        }
    }

    @AfterEach
    void close() {
        pipeline.close();
    }

    private RaftClient client() {
        int number = clients.incrementAndGet();
        AsyncApi async = proxy(AsyncApi.class, arguments -> {
            CompletableFuture<RaftClientReply> reply = new CompletableFuture<>();
            asked.add(new Asked(number, ((Message) arguments[0]).getContent().toStringUtf8(), reply));
            return reply;
        });
        return proxy(RaftClient.class, arguments -> async);
    }

    private interface Answer<A> {
        A to(Object[] arguments);
    }

    /** Answers all calls that return something alike. */
    private static <T, A> T proxy(Class<T> type, Answer<A> answer) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(),
                new Class<?>[] {type},
                (self, method, arguments) -> method.getReturnType() == void.class ? null : answer.to(arguments)));
    }

    private CompletableFuture<Long> propose(String entry) {
        return pipeline.propose(entry.getBytes(UTF_8));
    }

    private void awaitAsked(String... entries) {
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(
                        () -> assertThat(asked.stream().map(Asked::entry)).containsExactly(entries));
    }

    private static long index(CompletableFuture<Long> proposed) throws Exception {
        return proposed.get(20, TimeUnit.SECONDS);
    }

    private static ProblemCode problem(CompletableFuture<Long> proposed) throws Exception {
        Throwable failure = proposed.handle((index, problem) -> problem).get(20, TimeUnit.SECONDS);
        return ((ProblemException) failure).code();
    }

    @Test
    void what_was_turned_away_is_sent_again_in_order_by_a_new_client() throws Exception {
        CompletableFuture<Long> first = propose("1");
        CompletableFuture<Long> second = propose("2");
        asked.get(0).turnAway();
        asked.get(1).turnAway();
        awaitAsked("1", "2", "1", "2");
        assertThat(asked.stream().map(Asked::client)).containsExactly(1, 1, 2, 2);
        asked.get(2).agree(7);
        asked.get(3).agree(8);
        assertThat(index(first)).isEqualTo(7);
        assertThat(index(second)).isEqualTo(8);
    }

    @Test
    void what_was_turned_away_goes_ahead_of_what_is_proposed_later() throws Exception {
        CompletableFuture<Long> first = propose("1");
        asked.getFirst().turnAway();
        CompletableFuture<Long> second = propose("2");
        awaitAsked("1", "1", "2");
        asked.get(1).agree(3);
        asked.get(2).agree(4);
        assertThat(index(first)).isEqualTo(3);
        assertThat(index(second)).isEqualTo(4);
    }

    @Test
    void what_was_overtaken_fails_rather_than_coming_late() throws Exception {
        CompletableFuture<Long> first = propose("1");
        CompletableFuture<Long> second = propose("2");
        CompletableFuture<Long> third = propose("3");
        asked.get(0).turnAway();
        asked.get(1).agree(5);
        asked.get(2).turnAway();
        assertThat(problem(first)).isEqualTo(ProblemCode.OUTCOME_UNKNOWN);
        assertThat(index(second)).isEqualTo(5);
        awaitAsked("1", "2", "3", "3");
        asked.get(3).agree(6);
        assertThat(index(third)).isEqualTo(6);
    }

    @Test
    void a_hand_over_without_end_fails_in_the_end() throws Exception {
        CompletableFuture<Long> first = propose("1");
        long start = System.nanoTime();
        for (int i = 0; !first.isDone(); i++) {
            int now = i;
            await().atMost(Duration.ofSeconds(20)).until(() -> asked.size() > now || first.isDone());
            if (asked.size() > now) {
                asked.get(now).turnAway();
            }
        }
        assertThat(problem(first)).isEqualTo(ProblemCode.OUTCOME_UNKNOWN);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(WAITING.minusMillis(300));
        assertThat(asked.size()).isBetween(2, 12);
    }

    @Test
    void another_failure_is_not_tried_again() throws Exception {
        CompletableFuture<Long> first = propose("1");
        asked.getFirst().fail();
        assertThat(problem(first)).isEqualTo(ProblemCode.OUTCOME_UNKNOWN);
        assertThat(asked).hasSize(1);
    }

    @Test
    void what_waits_for_its_turn_again_fails_when_all_ends() throws Exception {
        CompletableFuture<Long> first = propose("1");
        asked.getFirst().turnAway();
        pipeline.close();
        assertThat(problem(first)).isEqualTo(ProblemCode.OUTCOME_UNKNOWN);
        assertThat(asked).hasSize(1);
    }
}
