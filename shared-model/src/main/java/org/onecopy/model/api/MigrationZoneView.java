package org.onecopy.model.api;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.onecopy.model.ByteCount;
import org.onecopy.model.ZoneName;

/**
 * One zone of a migration. Files are files and links that were there when it began; what users change since is not counted.
 *
 * @param reason why it does not go on, or what it waits for; null where it goes on or is done
 * @param foundFiles that its first comparison found in its own tree
 * @param equalFiles of these, what another zone had with the same content
 * @param keptFiles of these, what another zone had with another content: both are kept
 * @param adoptedFiles of other zones that lay here already with the same content
 * @param adoptedBytes of these, which did not travel
 * @param broughtFiles that came from other zones
 * @param overtakenFiles that were changed or removed before they came
 * @param toGoFiles that are known of and not here yet
 * @param filesPerMinute that came lately
 * @param ratePerSecond bytes per second of these
 * @param secondsLeft at that rate; null where it cannot be told, or nothing is to come
 * @param time of the last report, by the node's clock; null where there is none
 */
public record MigrationZoneView(
        ZoneName zone,
        MigrationZoneState state,
        @Nullable String reason,
        long foundFiles,
        ByteCount foundBytes,
        long equalFiles,
        long keptFiles,
        long adoptedFiles,
        ByteCount adoptedBytes,
        long broughtFiles,
        ByteCount broughtBytes,
        long overtakenFiles,
        long toGoFiles,
        ByteCount toGoBytes,
        long filesPerMinute,
        ByteCount ratePerSecond,
        @Nullable Long secondsLeft,
        @Nullable Instant time) {}
