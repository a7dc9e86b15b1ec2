package org.onecopy.transfer;

import org.onecopy.model.FileId;
import org.onecopy.model.RuleId;
import org.onecopy.model.Version;

/** Paths, header names and limits that the server and the client of contents share. */
final class Wire {
    /** Names the problem of an answer without a body, by its stable code. */
    static final String PROBLEM_HEADER = "Onecopy-Problem";

    static final String CONTENT_PREFIX = "/content/";
    static final String CHUNKS_SUFFIX = "/chunks";
    static final String BUNDLE_PATH = "/contents";

    /** The longest content that travels in a bundle: less than a chunk, so that its root is the digest of its bytes. */
    static final int SMALL_BYTES_MAX = 256 << 10;

    /** The most bytes of contents in one bundle. */
    static final int BUNDLE_BYTES_MAX = 2 << 20;

    /** The most contents in one bundle. */
    static final int BUNDLE_ITEMS_MAX = 500;

    /** The most bytes of a request for a bundle. */
    static final int BUNDLE_REQUEST_BYTES_MAX = 64 << 10;

    private static final int KEY_CHARS_MAX = 120;

    private Wire() {}

    static String text(ContentKey key) {
        return key.rule() + "/" + key.file() + "/" + key.version();
    }

    /**
     * The opposite of {@link #text}.
     *
     * @throws IllegalArgumentException where the text is no key
     */
    static ContentKey key(String text) {
        String[] parts = text.length() > KEY_CHARS_MAX ? new String[0] : text.split("/", -1);
        if (parts.length != 3) {
            throw new IllegalArgumentException("not RULE/FILE/VERSION");
        }
        return new ContentKey(new RuleId(Long.parseLong(parts[0])), FileId.parse(parts[1]), Version.parse(parts[2]));
    }
}
