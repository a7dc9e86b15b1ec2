package org.onecopy.model.api;

import org.jspecify.annotations.Nullable;

/**
 * What is to become of a migration.
 *
 * @param state {@code running}, {@code paused} or {@code cancelled}; null: as it is
 * @param priority 1 to 100; null: as it is
 */
public record MigrationChange(
        @Nullable MigrationState state, @Nullable Integer priority) {}
