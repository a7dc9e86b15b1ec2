package org.onecopy.model.api;

import java.util.Map;
import org.onecopy.model.ProblemCode;
import org.onecopy.model.Words;

/**
 * A problem document (RFC 9457), {@code application/problem+json}.
 *
 * @param type {@code urn:onecopy:problem:CODE}
 * @param title the code in words
 * @param status the HTTP status
 * @param detail what happened, to which path in which zone, and what to do
 * @param code stable, see {@link org.onecopy.model.ProblemCode}; a string, because a newer node may know more
 * @param action what the caller may do: {@code rejected}, {@code retry-elsewhere}, {@code retry-later} or {@code outcome-unknown}
 * @param data further fields of this problem; empty where there are none
 */
public record Problem(
        String type, String title, int status, String detail, String code, String action, Map<String, Object> data) {
    /** The media type. */
    public static final String MEDIA_TYPE = "application/problem+json";

    public Problem {
        data = data == null ? Map.of() : Map.copyOf(data);
    }

    /** The document of a code. */
    public static Problem of(ProblemCode code, String detail, Map<String, Object> data) {
        String words = code.code().replace('-', ' ');
        return new Problem(
                "urn:onecopy:problem:" + code.code(),
                Character.toUpperCase(words.charAt(0)) + words.substring(1),
                code.status(),
                detail,
                code.code(),
                Words.of(code.action()),
                data);
    }
}
