package org.onecopy.model.api;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * When checks of a rule are to begin by themselves: either {@code every} or {@code cron}.
 *
 * @param check what is compared
 * @param every the time between two, from a minute to 10 years
 * @param cron five fields as in a crontab, for example {@code 0 3 * * sun}
 * @param timeZone of {@code cron}, such as {@code Europe/Oslo}; null: UTC
 */
public record CheckScheduleSpec(
        @Nullable CheckSpec check,
        @Nullable Duration every,
        @Nullable String cron,
        @Nullable String timeZone) {}
