package org.onecopy.model.api;

import org.jspecify.annotations.Nullable;
import org.onecopy.model.ByteCount;
import org.onecopy.model.ZoneName;

/**
 * What a migration would do in one zone, as far as the plan has got. Files are files and links.
 *
 * @param files that lie there
 * @param directories that lie there
 * @param equalFiles of these, what is the same as that which stands: it stays where it lies
 * @param adoptedBytes of these, which need not travel
 * @param bringFiles that would come from other zones
 * @param keptFiles that another zone has with another content, and which would be kept beside that
 * @param trashFiles that would go to the zone's trash, because another zone's tree is right
 * @param unreadable what could not be listed or read
 * @param secondsNeeded for what is to be brought; null where no rate is known
 */
public record MigrationPlanZoneView(
        ZoneName zone,
        String path,
        long files,
        ByteCount bytes,
        long directories,
        long equalFiles,
        ByteCount adoptedBytes,
        long bringFiles,
        ByteCount bringBytes,
        long keptFiles,
        ByteCount keptBytes,
        long trashFiles,
        ByteCount trashBytes,
        long unreadable,
        @Nullable Long secondsNeeded) {}
