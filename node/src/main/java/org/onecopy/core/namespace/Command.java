package org.onecopy.core.namespace;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.onecopy.model.NodeId;
import org.onecopy.model.RuleId;
import org.onecopy.model.Version;
import org.onecopy.model.ZoneName;

/** One entry of a membership's log. */
public sealed interface Command {
    /** The most operations in one proposal, so that no entry touches more than 10,000 rows (R9). */
    int OPERATIONS_MAX = 1000;

    /**
     * A zone's writer proposes operations. Nothing is applied where one before them is missing, and only as many as fit into an entry
     * (R9): what the zone's last number shows not to have been applied is proposed again.
     *
     * @param epoch the writer's; operations of an older one are ignored
     * @param firstNumber the number of the first operation; the others follow without gaps
     * @param ackedNumber the writer needs the outcomes up to this number no more
     * @param announced files that the writer is about to destroy in this and the following proposals, so that a guard can trip
     *     before the first
     * @param timeMillis the proposer's clock
     */
    record Propose(
            RuleId rule,
            ZoneName zone,
            long epoch,
            long firstNumber,
            long ackedNumber,
            long announced,
            long timeMillis,
            List<Operation> operations)
            implements Command {
        public Propose {
            operations = List.copyOf(operations);
        }
    }

    /** A rule is made or changed: takes effect where its revision is one more than the present one. */
    record ReviseRule(RuleDefinition definition, long timeMillis) implements Command {}

    /** A rule ends. No zone's storage is touched. */
    record RemoveRule(RuleId rule, long timeMillis) implements Command {}

    /** A node becomes the writer of a zone, where the present epoch is the expected one. */
    record AssignWriter(RuleId rule, ZoneName zone, NodeId node, long expectedEpoch) implements Command {}

    /**
     * A writer reports how far its zone is.
     *
     * @param joined whether the zone's first comparison with the tree has ended
     */
    record ReportProgress(RuleId rule, ZoneName zone, long epoch, ZoneRow.Progress progress, boolean joined)
            implements Command {}

    /** Somebody releases or rejects what a guard holds; repeated until nothing is held. */
    record DecideGuard(RuleId rule, ZoneName zone, boolean release, long timeMillis) implements Command {}

    /**
     * A node says what its state was, so that all can see whether theirs is the same (R8).
     *
     * @param before the index of the entry before which it was so
     * @param hash in hexadecimal digits
     */
    record ReportHash(NodeId node, long before, String hash) implements Command {}

    /** Rows of a removed rule go, as many as fit into an entry; repeated until none are left. */
    record Reap(RuleId rule) implements Command {}

    /**
     * Some time has passed: the membership becomes older by what has passed on the proposers' clocks since the last such entry, by two
     * hours at most. Retention counts in this age and in no clock (H45).
     */
    record Age(long timeMillis) implements Command {}

    /**
     * What every zone has passed is dropped. Bounded; repeated as long as needed. Never drops what a zone has not passed.
     *
     * @param journal the journal goes up to here
     * @param old tombstones and overwritten contents go up to here
     */
    record Trim(RuleId rule, Version journal, Version old) implements Command {}

    /**
     * A zone was not heard of for too long, and is waited for no longer. No effect where it was heard of meanwhile.
     *
     * @param heardMillis as in the zone's row when this was decided
     */
    record RequireReconcile(RuleId rule, ZoneName zone, long heardMillis) implements Command {}

    /**
     * An administrator changes a rule's tree: a settled conflict, something that comes back from the trash. The operations are those that zones
     * propose, and each stands exactly as it is meant or has no effect: no conflict copy, no other name, nothing over a change that its base has
     * not seen. The base of what is removed now is the version of its removal. The guard does not count them: they were asked for one by one,
     * with a plan. No zone has done them yet, so every zone shows them like another zone's.
     *
     * @param zone in whose name contents are written: the one whose node was asked
     * @param whole whether nothing is to have an effect where one of them has none
     * @param timeMillis the proposer's clock
     */
    record Amend(RuleId rule, ZoneName zone, boolean whole, long timeMillis, List<Operation> operations)
            implements Command {
        public Amend {
            operations = List.copyOf(operations);
        }
    }

    /**
     * A consistency check begins: its place in the order is where it is cut (H64).
     *
     * @param path of the subtree to compare, from the rule's root; empty for all of it
     * @param digests whether every content is to be read
     * @param zones whose storages are compared; those that are not the rule's are left out
     * @param by who asks for it
     * @param turn of the schedule that asks for it; null where somebody does
     */
    record BeginCheck(
            RuleId rule,
            String path,
            boolean digests,
            List<ZoneName> zones,
            String by,
            long timeMillis,
            @Nullable Turn turn)
            implements Command {
        public BeginCheck {
            zones = List.copyOf(zones);
        }

        /** Somebody asks for it. */
        public BeginCheck(RuleId rule, String path, boolean digests, List<ZoneName> zones, String by, long timeMillis) {
            this(rule, path, digests, zones, by, timeMillis, null);
        }

        /** A time of a schedule: a check begins only where none has begun for it, or for a later one. */
        public record Turn(Version schedule, long dueMillis) {}
    }

    /** Checks of a rule are to begin by themselves. No effect where it has too many schedules. */
    record PutSchedule(RuleId rule, CheckSchedule schedule) implements Command {}

    /** A schedule ends. */
    record RemoveSchedule(RuleId rule, Version schedule) implements Command {}

    /** A zone's writer says what it has done of a check. */
    record ReportCheck(RuleId rule, Version check, ZoneName zone, long epoch, CheckShare share) implements Command {}

    /** A check ends before it is done. */
    record CancelCheck(RuleId rule, Version check, String by) implements Command {}

    /**
     * What a check has found is to be mended (H63). Takes effect where the check is done, something differs, and no other repair is at the
     * same paths.
     *
     * @param path of the subtree, from the rule's root; empty for all of it
     * @param sourceZone whose storage is taken for right, where one zone's is; else null
     * @param by who asks for it
     */
    record BeginRepair(
            RuleId rule,
            Version check,
            String path,
            RepairRow.Source source,
            @Nullable ZoneName sourceZone,
            String by,
            long timeMillis)
            implements Command {}

    /** A zone's writer says what it has done of a repair. */
    record ReportRepair(RuleId rule, Version repair, ZoneName zone, long epoch, RepairShare share) implements Command {}

    /** A repair ends before it is done. */
    record CancelRepair(RuleId rule, Version repair, String by) implements Command {}

    /**
     * From this place in the order on, nothing that a zone's users do is agreed (H66). Takes effect where the zone is active, not fenced yet,
     * not the last one that may write, and its guard holds nothing.
     *
     * @param by who asks for it
     */
    record BeginFence(RuleId rule, ZoneName zone, String by, long timeMillis) implements Command {}

    /**
     * A fenced zone's writer says what waits there.
     *
     * @param fence the place of the fence it speaks of
     */
    record ReportFence(RuleId rule, ZoneName zone, long epoch, Version fence, FenceRow.Share share)
            implements Command {}

    /** A fence is no more: what waited is proposed as any change. */
    record LiftFence(RuleId rule, ZoneName zone, String by) implements Command {}

    /**
     * A migration of a rule begins. No effect where one of the rule has not ended.
     *
     * @param by who asks for it
     * @param priority see {@link MigrationRow}
     * @param behind what is agreed and not shown in each zone, as far as the proposer has counted; zones without anything may be left out
     */
    record BeginMigration(
            RuleId rule, String by, int priority, long timeMillis, Map<ZoneName, MigrationRow.Amount> behind)
            implements Command {
        public BeginMigration {
            behind = Collections.unmodifiableMap(new TreeMap<>(behind));
        }
    }

    /**
     * A migration is paused, goes on, ends, or has another priority.
     *
     * @param migration its place in the order: no effect on another one
     * @param state RUNNING, PAUSED or CANCELLED; null: as it is
     * @param priority 0: as it is
     */
    record SteerMigration(RuleId rule, Version migration, MigrationRow.@Nullable State state, int priority, String by)
            implements Command {}

    /** A zone's writer says what has come to it of a migration. */
    record ReportMigration(RuleId rule, Version migration, ZoneName zone, long epoch, MigrationRow.Arrived arrived)
            implements Command {}
}
