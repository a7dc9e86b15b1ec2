package org.onecopy.app;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.onecopy.core.CronTimes;
import org.onecopy.core.namespace.CheckSchedule;
import org.onecopy.core.namespace.Command;
import org.onecopy.core.namespace.Tables;
import org.onecopy.core.namespace.Tables.JournalKey;
import org.onecopy.core.registry.Reservation;
import org.onecopy.index.MembershipIndex;
import org.onecopy.model.ProblemCode;
import org.onecopy.model.RuleId;
import org.onecopy.model.RuleName;
import org.onecopy.model.Version;
import org.onecopy.model.ZoneName;
import org.onecopy.model.api.CheckDepth;
import org.onecopy.model.api.CheckScheduleSpec;
import org.onecopy.model.api.CheckScheduleView;
import org.onecopy.problem.ProblemException;

/** What administrators ask of schedules of checks. */
final class ScheduleRequests {
    private static final Duration EVERY_MIN = Duration.ofMinutes(1);
    private static final Duration EVERY_MAX = Duration.ofDays(3650);

    private final InstantSource clock;
    private final RuleRequests rules;

    ScheduleRequests(InstantSource clock, RuleRequests rules) {
        this.clock = clock;
        this.rules = rules;
    }

    List<CheckScheduleView> schedules(RuleName name) {
        Reservation reservation = rules.existing(name);
        return rows(rules.index(reservation), reservation.rule()).stream()
                .map(row -> view(name, row.getKey().version(), row.getValue()))
                .toList();
    }

    static List<Map.Entry<JournalKey, CheckSchedule>> rows(MembershipIndex index, RuleId rule) {
        return index.read(view -> view.first(
                Integer.MAX_VALUE,
                Tables.SCHEDULES,
                new JournalKey(rule, Version.NONE),
                new JournalKey(new RuleId(rule.value() + 1), Version.NONE)));
    }

    /**
     * Makes one.
     *
     * @param path of a directory that is agreed
     * @param zones of the rule; none: all that it has when a check begins
     */
    CheckScheduleView schedule(
            Reservation reservation, String path, List<ZoneName> zones, CheckScheduleSpec spec, String by) {
        long now = clock.millis();
        boolean digests = spec.check() != null && spec.check().depth() == CheckDepth.DIGEST;
        String zone = spec.timeZone() == null ? "" : spec.timeZone();
        long every = every(spec);
        String cron = spec.cron() == null ? "" : spec.cron().strip();
        MembershipIndex index = rules.index(reservation);
        CheckSchedule wanted = new CheckSchedule(path, digests, zones, every, cron, zone, by, now, now);
        long at = rules.propose(reservation, new Command.PutSchedule(reservation.rule(), wanted));
        rules.awaitUntil(() -> index.appliedIndex() >= at);
        Version version = Version.of(index.incarnation(), at, 1);
        JournalKey key = new JournalKey(reservation.rule(), version);
        CheckSchedule made = index.read(view -> view.get(Tables.SCHEDULES, key));
        RuleName name = reservation.definition().name();
        if (made == null) {
            throw new ProblemException(
                    ProblemCode.BAD_REQUEST,
                    "rule " + name + " has so many schedules already that it can have no more: end one of them");
        }
        return view(name, version, made);
    }

    private static long every(CheckScheduleSpec spec) {
        Duration every = spec.every();
        boolean both = every != null && spec.cron() != null;
        if (both || (every == null && spec.cron() == null) || (every != null && spec.timeZone() != null)) {
            throw new ProblemException(
                    ProblemCode.BAD_REQUEST,
                    "say when: either every (a time between two checks) or cron (five fields of a crontab, with timeZone)");
        }
        if (every != null) {
            if (every.compareTo(EVERY_MIN) < 0 || every.compareTo(EVERY_MAX) > 0) {
                throw new ProblemException(ProblemCode.BAD_REQUEST, "every must be from 1m to 3650d");
            }
            return every.toMillis();
        }
        try {
            var _ = CronTimes.parse(String.valueOf(spec.cron()), spec.timeZone() == null ? "" : spec.timeZone());
            return 0;
        } catch (IllegalArgumentException e) {
            throw new ProblemException(ProblemCode.BAD_REQUEST, "cron: " + e.getMessage(), e);
        }
    }

    void unschedule(RuleName name, Version schedule) {
        Reservation reservation = rules.existing(name);
        MembershipIndex index = rules.index(reservation);
        JournalKey key = new JournalKey(reservation.rule(), schedule);
        if (index.read(view -> view.get(Tables.SCHEDULES, key)) == null) {
            throw new ProblemException(
                    ProblemCode.SCHEDULE_UNKNOWN,
                    "rule " + name + " has no schedule '" + schedule + "': see onecopy check schedules " + name);
        }
        long at = rules.propose(reservation, new Command.RemoveSchedule(reservation.rule(), schedule));
        rules.awaitUntil(() -> index.appliedIndex() >= at);
    }

    private CheckScheduleView view(RuleName name, Version version, CheckSchedule row) {
        return new CheckScheduleView(
                name,
                version,
                row.path(),
                row.digests() ? CheckDepth.DIGEST : CheckDepth.METADATA,
                row.zones(),
                row.everyMillis() == 0 ? null : Duration.ofMillis(row.everyMillis()),
                textOrNull(row.cron()),
                textOrNull(row.timeZone()),
                row.by(),
                row.lastMillis() == row.sinceMillis() ? null : Instant.ofEpochMilli(row.lastMillis()),
                row.next(Instant.ofEpochMilli(Math.max(row.lastMillis(), clock.millis()))));
    }

    private static @Nullable String textOrNull(String text) {
        return text.isEmpty() ? null : text;
    }
}
