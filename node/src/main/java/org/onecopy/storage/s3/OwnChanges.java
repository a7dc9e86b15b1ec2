package org.onecopy.storage.s3;

import java.util.LinkedHashMap;
import java.util.Map;

/** What this node itself changed in the bucket lately: the bucket tells of that too, and nobody needs to look. Safe to use from many threads. */
final class OwnChanges {
    private static final int MOST = 20_000;
    private static final String DELETED = "";

    /** The last change of a key: its ETag. */
    private final Map<String, String> changes = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, String> eldest) {
            return size() > MOST;
        }
    };

    void wrote(String key, String etag) {
        synchronized (changes) {
            changes.put(key, plain(etag));
        }
    }

    void deleted(String key) {
        synchronized (changes) {
            changes.put(key, DELETED);
        }
    }

    /** Whether it is this node's own last change of the key that was told. */
    boolean isOwn(EventMessage.Change change) {
        synchronized (changes) {
            String last = changes.get(change.key());
            return last != null && last.equals(change.removed() ? DELETED : plain(change.etag()));
        }
    }

    private static String plain(String etag) {
        return etag.replace("\"", "");
    }
}
