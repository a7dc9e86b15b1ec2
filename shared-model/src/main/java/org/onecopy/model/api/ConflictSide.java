package org.onecopy.model.api;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.onecopy.model.ByteCount;
import org.onecopy.model.Digest;
import org.onecopy.model.Version;
import org.onecopy.model.ZoneName;

/**
 * One of the two that a conflict is about.
 *
 * @param path where it lies in the rule's tree
 * @param kind {@code file}, {@code directory} or {@code link}
 * @param zone whose users wrote what it holds now
 * @param length bytes of a file, else 0
 * @param digest of a file's content
 * @param target of a link
 * @param modified the file's own time
 * @param version of its last change, to be said when the conflict is settled
 */
public record ConflictSide(
        String path,
        String kind,
        ZoneName zone,
        ByteCount length,
        @Nullable Digest digest,
        @Nullable String target,
        Instant modified,
        Version version) {}
