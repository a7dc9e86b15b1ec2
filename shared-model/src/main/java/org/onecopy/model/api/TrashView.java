package org.onecopy.model.api;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.onecopy.model.ByteCount;
import org.onecopy.model.Digest;
import org.onecopy.model.RuleName;
import org.onecopy.model.Version;
import org.onecopy.model.ZoneName;

/**
 * Something in a zone's trash. The newest comes first.
 *
 * @param item its name there, to be said when it is to come back
 * @param path in the rule's tree: where its file lies, or lay when it was removed; the bare name where nothing more is known
 * @param why it went there
 * @param kind {@code file}, {@code directory} or {@code link}
 * @param length bytes of a file, else 0
 * @param digest of a file's content; null where it is not known
 * @param version of that content
 * @param index of the agreement that displaced it; null where none did
 * @param since when it went there, by the clock of the zone's node
 * @param goes when it is deleted at the earliest; where space is short, it goes earlier, and where a zone may need it still, later
 * @param unusable why it cannot come back by command; null where it can
 */
public record TrashView(
        RuleName rule,
        ZoneName zone,
        String item,
        String path,
        TrashReason why,
        String kind,
        ByteCount length,
        @Nullable Digest digest,
        @Nullable Version version,
        @Nullable Long index,
        Instant since,
        Instant goes,
        @Nullable String unusable) {}
