package org.onecopy.model.api;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.onecopy.model.ZoneName;

/**
 * A consistency check as it is asked for.
 *
 * @param path of a directory in the rule's tree; null or empty: all of it
 * @param depth null: {@link CheckDepth#METADATA}
 * @param zones whose storages are compared; null or empty: all of the rule
 */
public record CheckSpec(
        @Nullable String path,
        @Nullable CheckDepth depth,
        @Nullable List<ZoneName> zones) {}
