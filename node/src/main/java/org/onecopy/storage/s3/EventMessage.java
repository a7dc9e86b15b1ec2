package org.onecopy.storage.s3;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What a bucket tells of its changes: S3's notifications as they are, the same within a message of SNS, and those of EventBridge. What
 * is none of these says nothing.
 */
final class EventMessage {
    private static final ObjectMapper JSON = new ObjectMapper();

    private EventMessage() {}

    /**
     * One object was written or removed, sooner or later, once or twice: only a hint where to look.
     *
     * @param etag of what was written; empty where it is not said
     */
    record Change(String bucket, String key, boolean removed, String etag) {}

    /** The changes that a message tells of; none where it is anything else. */
    static List<Change> changes(String message) {
        List<Change> changes = new ArrayList<>();
        JsonNode json = read(message);
        if (json.path("Message").isTextual() && json.path("Type").asText().equals("Notification")) {
            json = read(json.path("Message").asText());
        }
        for (JsonNode each : json.path("Records")) {
            JsonNode object = each.path("s3").path("object");
            add(
                    changes,
                    each.path("s3").path("bucket"),
                    decoded(object.path("key").asText()),
                    each.path("eventName"),
                    object.path("eTag"));
        }
        JsonNode detail = json.path("detail");
        if (json.path("source").asText().equals("aws.s3")) {
            JsonNode object = detail.path("object");
            add(
                    changes,
                    detail.path("bucket"),
                    object.path("key").asText(),
                    json.path("detail-type"),
                    object.path("etag"));
        }
        return changes;
    }

    private static void add(List<Change> changes, JsonNode bucket, String key, JsonNode what, JsonNode etag) {
        if (!key.isEmpty()) {
            String event = what.asText().toLowerCase(Locale.ROOT);
            boolean removed = event.contains("removed") || event.contains("deleted") || event.contains("expiration");
            changes.add(new Change(bucket.path("name").asText(), key, removed, etag.asText()));
        }
    }

    private static JsonNode read(String text) {
        try {
            JsonNode json = JSON.readTree(text);
            return json == null ? JSON.missingNode() : json;
        } catch (JsonProcessingException e) {
            return JSON.missingNode();
        }
    }

    /** Keys of notifications are encoded as in a form. */
    private static String decoded(String key) {
        try {
            return URLDecoder.decode(key, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return key;
        }
    }
}
