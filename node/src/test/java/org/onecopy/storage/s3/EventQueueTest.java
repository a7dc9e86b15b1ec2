package org.onecopy.storage.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.onecopy.core.TreePath;
import org.onecopy.storage.HintSink;
import org.onecopy.storage.Watch;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;
import software.amazon.awssdk.services.sqs.model.QueueDoesNotExistException;

/** Notifications of a bucket through a real queue. */
class EventQueueTest {
    private static final String BASE = "team/shared/";
    private static final Duration SOON = Duration.ofSeconds(40);

    @TempDir
    Path directory;

    private final OwnChanges own = new OwnChanges();
    private final List<String> hints = new CopyOnWriteArrayList<>();
    private ElasticMqProcess server;
    private SqsClient bucket;
    private EventQueue queue;
    private Watch watch;

    @BeforeEach
    void start() {
        server = ElasticMqProcess.start(directory);
        bucket = server.client();
        queue = new EventQueue(server.queue(), "photos", own, server.client());
        watch = queue.watch(BASE, sink(hints));
    }

    @AfterEach
    void stop() {
        queue.close();
        bucket.close();
        server.close();
    }

    private static HintSink sink(List<String> hints) {
        return new HintSink() {
            @Override
            public void changed(TreePath changed, boolean settled) {
                hints.add("/" + changed);
            }

            @Override
            public void lookBelow(TreePath below) {
                hints.add("below /" + below);
            }
        };
    }

    private void tell(String key, String event, String etag) {
        send("""
                {"Records":[{"eventName":"%s","s3":{"bucket":{"name":"photos"},"object":{"key":"%s","eTag":"%s"}}}]}""".formatted(event, key, etag));
    }

    private void send(String message) {
        bucket.sendMessage(r -> r.queueUrl(server.queue().toString()).messageBody(message));
    }

    /** How many messages somebody has received and not removed. */
    private int read() {
        return Integer.parseInt(
                bucket.getQueueAttributes(r -> r.queueUrl(server.queue().toString())
                                .attributeNames(QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_NOT_VISIBLE))
                        .attributes()
                        .get(QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_NOT_VISIBLE));
    }

    private int left() {
        return bucket
                .getQueueAttributes(r -> r.queueUrl(server.queue().toString()).attributeNames(QueueAttributeName.ALL))
                .attributes()
                .entrySet()
                .stream()
                .filter(attribute -> attribute.getKey().toString().startsWith("ApproximateNumberOfMessages"))
                .mapToInt(attribute -> Integer.parseInt(attribute.getValue()))
                .sum();
    }

    @Test
    void hints_where_others_changed_something_and_not_where_it_did_itself() {
        own.wrote(BASE + "mine/new", "\"abc\"");
        own.deleted(BASE + "mine/old");
        tell(BASE + "mine/new", "ObjectCreated:Put", "abc");
        tell(BASE + "mine/old", "ObjectRemoved:Delete", "");
        tell(BASE + ".onecopy/trash/x", "ObjectCreated:Copy", "y");
        send("{\"Event\":\"s3:TestEvent\"}");
        send("no json at all");
        tell(BASE + "a/b/file", "ObjectCreated:Put", "1");
        tell(BASE + "a/b/file", "ObjectCreated:Put", "1");
        tell(BASE + "album/", "ObjectCreated:Put", "1");
        tell(BASE + "mine/old", "ObjectCreated:Put", "2");

        await().atMost(SOON).untilAsserted(() -> assertThat(hints).contains("/a/b", "/", "/mine"));
        await().atMost(SOON).until(() -> left() == 0);
        assertThat(hints).containsOnly("/a/b", "/", "/mine");
        assertThat(watch.complete()).isFalse();
    }

    @Test
    void leaves_what_concerns_others_for_a_while() {
        List<String> theirs = new CopyOnWriteArrayList<>();
        tell("team/other/file", "ObjectCreated:Put", "1");
        await().atMost(SOON).until(() -> read() == 1);
        queue.close();
        try (EventQueue other = new EventQueue(server.queue(), "photos", new OwnChanges(), server.client())) {
            Watch _ = other.watch("team/other/", sink(theirs));
            await().atMost(SOON).until(() -> theirs.contains("/"));
            await().atMost(SOON).until(() -> left() == 0);
        }
        assertThat(hints).isEmpty();
    }

    @Test
    void goes_on_after_the_queue_was_away() throws IOException {
        tell(BASE + "first/file", "ObjectCreated:Put", "1");
        await().atMost(SOON).until(() -> hints.contains("/first"));
        server.kill();
        server.startAgain();
        await().atMost(SOON) // it listens before it has its queues
                .ignoreException(QueueDoesNotExistException.class)
                .until(() -> {
                    tell(BASE + "second/file", "ObjectCreated:Put", "2");
                    return true;
                });
        await().atMost(Duration.ofMinutes(1)).until(() -> hints.contains("/second"));
    }

    @Test
    void hints_nothing_once_it_is_closed() {
        tell(BASE + "first/file", "ObjectCreated:Put", "1");
        await().atMost(SOON).until(() -> hints.contains("/first"));
        watch.close();
        List<String> others = new CopyOnWriteArrayList<>();
        Watch _ = queue.watch("team/", sink(others));
        tell(BASE + "second/file", "ObjectCreated:Put", "2");
        await().atMost(SOON).until(() -> others.contains("/shared/second"));
        assertThat(hints).containsOnly("/first");
    }
}
