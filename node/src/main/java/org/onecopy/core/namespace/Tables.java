package org.onecopy.core.namespace;

import java.util.List;
import org.onecopy.core.Content;
import org.onecopy.core.Name;
import org.onecopy.core.table.Table;
import org.onecopy.model.FileId;
import org.onecopy.model.NodeId;
import org.onecopy.model.RuleId;
import org.onecopy.model.Version;
import org.onecopy.model.ZoneName;

/** The tables of one membership. */
public final class Tables {
    /** Every rule. */
    public static final Table<RuleId, RuleRow> RULES = new Table<>("rules");

    /** Every zone of every rule. */
    public static final Table<ZoneKey, ZoneRow> ZONES = new Table<>("zones");

    /** Every live file, directory and link, and tombstones until they are trimmed. */
    public static final Table<FileId, Inode> INODES = new Table<>("inodes");

    /** The live entries of every directory. */
    public static final Table<ChildKey, FileId> CHILDREN = new Table<>("children");

    /** Every content that a file has or had, until trimmed, with its bytes where it came inline. */
    public static final Table<ContentKey, Content> CONTENTS = new Table<>("contents");

    /** Every agreed change, until trimmed. */
    public static final Table<JournalKey, JournalEntry> JOURNAL = new Table<>("journal");

    /** What became of each operation, until its writer acknowledged it. */
    public static final Table<OutcomeKey, Outcome> OUTCOMES = new Table<>("outcomes");

    /** Operations that a guard holds. */
    public static final Table<HeldKey, HeldRow> HELD = new Table<>("held");

    /** Conflict copies that exist, by the version at which they were made. */
    public static final Table<JournalKey, ConflictRow> CONFLICTS = new Table<>("conflicts");

    /** Tombstones by the time of removal. */
    public static final Table<JournalKey, FileId> TOMBSTONES = new Table<>("tombstones");

    /** Contents that have been overwritten, by the time of overwriting. */
    public static final Table<JournalKey, ContentKey> OVERWRITTEN = new Table<>("overwritten");

    /** The latest proposers' time seen, {@link #AGE} and {@link #AGED_AT}. */
    public static final Table<String, Long> TIMES = new Table<>("times");

    /** In {@link #TIMES}: the milliseconds that the membership has lived, as agreed. Never goes back, and never jumps ahead. */
    public static final String AGE = "age";

    /** In {@link #TIMES}: the proposer's clock when it last became older. */
    public static final String AGED_AT = "aged-at";

    /** Places in the log with the age that the membership had there, so that "older than a week" is a place. */
    public static final Table<Version, Long> MARKS = new Table<>("marks");

    /** What nodes reported of their state. */
    public static final Table<HashKey, String> HASHES = new Table<>("state-hashes");

    /** How far the inodes have been looked through for those of a removed rule. */
    public static final Table<RuleId, FileId> REAPED = new Table<>("reaped");

    /** Consistency checks, by the place in the order at which they were cut. */
    public static final Table<JournalKey, CheckRow> CHECKS = new Table<>("checks");

    /** Repairs of what checks have found, by the place in the order at which they began. */
    public static final Table<JournalKey, RepairRow> REPAIRS = new Table<>("repairs");

    /** When checks begin by themselves, by the place in the order at which that was said. */
    public static final Table<JournalKey, CheckSchedule> SCHEDULES = new Table<>("check-schedules");

    /** Zones whose users' changes are not agreed. */
    public static final Table<ZoneKey, FenceRow> FENCES = new Table<>("fences");

    /** The last migration of each rule. */
    public static final Table<RuleId, MigrationRow> MIGRATIONS = new Table<>("migrations");

    /** All of them, in a fixed order. */
    public static final List<Table<?, ?>> ALL = List.of(
            RULES,
            ZONES,
            INODES,
            CHILDREN,
            CONTENTS,
            JOURNAL,
            OUTCOMES,
            HELD,
            CONFLICTS,
            TOMBSTONES,
            OVERWRITTEN,
            TIMES,
            MARKS,
            HASHES,
            REAPED,
            CHECKS,
            REPAIRS,
            SCHEDULES,
            FENCES,
            MIGRATIONS);

    private Tables() {}

    /** A zone in a rule. */
    public record ZoneKey(RuleId rule, ZoneName zone) implements Comparable<ZoneKey> {
        @Override
        public int compareTo(ZoneKey other) {
            int order = rule.compareTo(other.rule);
            return order != 0 ? order : zone.compareTo(other.zone);
        }
    }

    /** A node at an index. */
    public record HashKey(long before, NodeId node) implements Comparable<HashKey> {
        /** No key comes before this one. */
        public static final HashKey FIRST = new HashKey(0, new NodeId("a"));

        @Override
        public int compareTo(HashKey other) {
            int order = Long.compare(before, other.before);
            return order != 0 ? order : node.compareTo(other.node);
        }
    }

    /** A name in a directory. */
    public record ChildKey(FileId parent, Name name) implements Comparable<ChildKey> {
        @Override
        public int compareTo(ChildKey other) {
            int order = parent.compareTo(other.parent);
            return order != 0 ? order : name.compareTo(other.name);
        }
    }

    /** One version of a file's content. */
    public record ContentKey(FileId file, Version version) implements Comparable<ContentKey> {
        @Override
        public int compareTo(ContentKey other) {
            int order = file.compareTo(other.file);
            return order != 0 ? order : version.compareTo(other.version);
        }
    }

    /** A place in a rule's journal. */
    public record JournalKey(RuleId rule, Version version) implements Comparable<JournalKey> {
        @Override
        public int compareTo(JournalKey other) {
            int order = rule.compareTo(other.rule);
            return order != 0 ? order : version.compareTo(other.version);
        }
    }

    /** An operation of a zone. */
    public record OutcomeKey(ZoneKey zone, OpId operation) implements Comparable<OutcomeKey> {
        @Override
        public int compareTo(OutcomeKey other) {
            int order = zone.compareTo(other.zone);
            return order != 0 ? order : operation.compareTo(other.operation);
        }
    }

    /** A held operation, in the order in which they came. */
    public record HeldKey(ZoneKey zone, Version version) implements Comparable<HeldKey> {
        @Override
        public int compareTo(HeldKey other) {
            int order = zone.compareTo(other.zone);
            return order != 0 ? order : version.compareTo(other.version);
        }
    }

    /** A held operation. */
    public record HeldRow(OpId id, Operation operation) {}

    /**
     * A conflict copy: kept until it is removed, or renamed by somebody who has looked at it.
     *
     * @param winner the file that kept the name
     * @param zone whose change lost
     */
    public record ConflictRow(FileId winner, ZoneName zone, long timeMillis) {}
}
