package org.onecopy.model.api;

import java.time.Instant;
import java.util.Base64;
import org.onecopy.model.ByteCount;
import org.onecopy.model.Digest;
import org.onecopy.model.RuleName;
import org.onecopy.model.Version;
import org.onecopy.model.ZoneName;

/**
 * A part of a file as it is agreed, read from one zone's storage.
 *
 * @param zone from whose storage it was read
 * @param length of the whole file
 * @param digest of the whole content, as it is agreed
 * @param version of the content
 * @param modified the file's own time
 * @param offset of the first byte that was read
 * @param data the bytes in Base64; fewer than were asked for at the file's end, none behind it
 */
public record ContentView(
        RuleName rule,
        ZoneName zone,
        String path,
        ByteCount length,
        Digest digest,
        Version version,
        Instant modified,
        long offset,
        String data) {
    /** What was read, at most {@link ContentSpec#LENGTH_MAX} bytes. */
    public byte[] bytes() {
        return Base64.getDecoder().decode(data);
    }
}
