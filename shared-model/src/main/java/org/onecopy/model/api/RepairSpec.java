package org.onecopy.model.api;

import org.jspecify.annotations.Nullable;
import org.onecopy.model.Version;
import org.onecopy.model.ZoneName;

/**
 * A repair as it is asked for.
 *
 * @param check whose findings are mended; null: the newest of the rule that is done
 * @param path of a subtree; null or empty: all that the check has compared
 * @param source what is taken for right; null: {@link RepairSource#AGREED}
 * @param zone whose storage is taken for right, with {@link RepairSource#ZONE}; else null
 */
public record RepairSpec(
        @Nullable Version check,
        @Nullable String path,
        @Nullable RepairSource source,
        @Nullable ZoneName zone) {}
