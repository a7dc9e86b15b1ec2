package org.onecopy.storage.s3;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.onecopy.storage.s3.EventMessage.Change;

class EventMessageTest {
    private static final String NOTIFICATION = """
            {"Records":[
              {"eventSource":"aws:s3","eventName":"ObjectCreated:CompleteMultipartUpload",
               "s3":{"bucket":{"name":"photos"},"object":{"key":"team/a+b%C3%BC%2Bc.jpg","size":3,"eTag":"e-2"}}},
              {"eventName":"ObjectRemoved:DeleteMarkerCreated",
               "s3":{"bucket":{"name":"photos"},"object":{"key":"team/old"}}}]}
            """;

    @Test
    void reads_notifications_of_buckets() {
        assertThat(EventMessage.changes(NOTIFICATION))
                .containsExactly(
                        new Change("photos", "team/a b\u00fc+c.jpg", false, "e-2"),
                        new Change("photos", "team/old", true, ""));
    }

    @Test
    void reads_them_within_messages_of_sns() {
        String quoted = NOTIFICATION.replace("\n", " ").replace("\"", "\\\"");
        assertThat(EventMessage.changes("{\"Type\":\"Notification\",\"Message\":\"" + quoted + "\"}"))
                .hasSize(2)
                .first()
                .isEqualTo(new Change("photos", "team/a b\u00fc+c.jpg", false, "e-2"));
    }

    @Test
    void reads_what_event_bridge_passes_on() {
        assertThat(EventMessage.changes("""
                {"source":"aws.s3","detail-type":"Object Deleted",
                 "detail":{"bucket":{"name":"photos"},"object":{"key":"team/a+b","etag":"e"}}}""")).containsExactly(new Change("photos", "team/a+b", true, "e"));
    }

    @Test
    void takes_nothing_from_anything_else() {
        for (String other : new String[] {
            "",
            "no json",
            "[]",
            "{}",
            "7",
            "{\"Event\":\"s3:TestEvent\"}",
            "{\"Records\":7}",
            "{\"Records\":[{}]}",
            "{\"Records\":[{\"s3\":{\"object\":{\"key\":\"%zz\"}}}]",
            "{\"Type\":\"Notification\",\"Message\":\"no json\"}"
        }) {
            assertThat(EventMessage.changes(other)).as(other).isEmpty();
        }
    }
}
