package org.onecopy.model.api;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.onecopy.model.RuleName;
import org.onecopy.model.Version;
import org.onecopy.model.ZoneName;

/**
 * When checks of a rule begin by themselves.
 *
 * @param schedule the place in the order at which it was made; names it within its rule
 * @param path of the directory that is compared; empty: the whole tree
 * @param zones whose storages are compared; none: all of the rule
 * @param every the time between two; null where {@code cron} says when
 * @param timeZone of {@code cron}; null: UTC
 * @param by who made it
 * @param last for which time a check was begun last; null before the first
 * @param next when the next one is wanted; null where none comes any more
 */
public record CheckScheduleView(
        RuleName rule,
        Version schedule,
        String path,
        CheckDepth depth,
        List<ZoneName> zones,
        @Nullable Duration every,
        @Nullable String cron,
        @Nullable String timeZone,
        String by,
        @Nullable Instant last,
        @Nullable Instant next) {
    public CheckScheduleView {
        zones = List.copyOf(zones);
    }
}
