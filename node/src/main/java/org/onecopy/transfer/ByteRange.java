package org.onecopy.transfer;

import org.jspecify.annotations.Nullable;
import org.onecopy.model.ProblemCode;
import org.onecopy.problem.ProblemException;

/**
 * A part of a content (RFC 9110, section 14). Only one range per request is served (H78).
 *
 * @param from the first byte
 * @param length 0 only for all of an empty content
 */
record ByteRange(long from, long length) {
    /**
     * Reads a {@code Range} header.
     *
     * @param header null for all of the content
     * @return null where the range lies beyond the content's end
     * @throws ProblemException {@code BAD_REQUEST} where the header is no single range of bytes
     */
    static @Nullable ByteRange parse(@Nullable String header, long length) {
        if (header == null) {
            return new ByteRange(0, length);
        }
        int dash = header.indexOf('-');
        if (!header.startsWith("bytes=") || dash < 0 || header.indexOf(',') >= 0) {
            throw bad(header);
        }
        String head = header.substring("bytes=".length(), dash);
        String tail = header.substring(dash + 1);
        long last = tail.isEmpty() ? -1 : number(tail, header);
        if (head.isEmpty()) {
            if (last < 0) {
                throw bad(header);
            }
            long bytes = Math.min(length, last);
            return bytes == 0 ? null : new ByteRange(length - bytes, bytes);
        }
        long first = number(head, header);
        if (last >= 0 && first > last) {
            throw bad(header);
        }
        long end = last < 0 ? length : Math.min(length - 1, last) + 1;
        return first >= end ? null : new ByteRange(first, end - first);
    }

    private static long number(String digits, String header) {
        boolean plain =
                !digits.isEmpty() && digits.length() <= 18 && digits.chars().allMatch(c -> c >= '0' && c <= '9');
        if (!plain) {
            throw bad(header);
        }
        return Long.parseLong(digits);
    }

    private static ProblemException bad(String header) {
        return new ProblemException(ProblemCode.BAD_REQUEST, "'" + header + "' is no single range of bytes");
    }

    /** As it stands in a request. */
    String toHeader() {
        return "bytes=" + from + "-" + (from + length - 1);
    }

    /** As it stands in the answer. */
    String toContentRange(long total) {
        return "bytes " + from + "-" + (from + length - 1) + "/" + total;
    }
}
