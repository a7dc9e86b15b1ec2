package org.onecopy.materialize;

import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.onecopy.consistency.Sights.Sight;
import org.onecopy.core.namespace.Inode;
import org.onecopy.core.namespace.RepairRow;
import org.onecopy.core.namespace.RepairShare;
import org.onecopy.core.shown.CheckItem;
import org.onecopy.core.shown.Entry;
import org.onecopy.core.shown.Hole;
import org.onecopy.problem.StorageException;
import org.onecopy.storage.Stat;

/**
 * What a finding means, by what is taken for right in this zone (decision 0060):
 *
 * <table>
 * <caption>what is done</caption>
 * <tr><td></td><td>what is agreed</td><td>what lies here</td><td>both</td></tr>
 * <tr><td>missing</td><td>shown again</td><td>its removal is proposed</td><td>shown again</td></tr>
 * <tr><td>extra</td><td>to the trash</td><td>proposed as new</td><td>proposed as new</td></tr>
 * <tr><td>content</td><td>brought again; what lies here goes to the trash</td><td>proposed as a change</td><td>brought again; what lies
 * here becomes a conflict copy</td></tr>
 * <tr><td>attributes</td><td>set again</td><td>proposed as a change</td><td>set again</td></tr>
 * <tr><td>unreadable</td><td>brought again</td><td>left</td><td>brought again</td></tr>
 * <tr><td>in flux</td><td>left</td><td>left</td><td>left</td></tr>
 * </table>
 *
 * <p>What is parked is tried again, whatever is taken for right: its absence says nothing. What has changed since the check, in the
 * storage or by agreement, is left to whoever changed it.
 */
final class FindingMends {
    private static final String CHANGED = "it was changed since the check: left to whoever did";

    private final MendingParts parts;
    private final BooleanSupplier isFollowed;

    /** @param isFollowed whether nothing that is agreed waits to be shown */
    FindingMends(MendingParts parts, BooleanSupplier isFollowed) {
        this.parts = parts;
        this.isFollowed = isFollowed;
    }

    Mend of(CheckItem finding, RepairRow repair) {
        return new Guarded(finding, repair);
    }

    /** What a storage refuses is a reason to leave a finding, as long as it is not the whole storage. */
    private final class Guarded implements Mend {
        private final CheckItem finding;
        private final RepairRow repair;
        private final long sinceNanos = parts.nanos();
        private @Nullable Mend chosen;

        Guarded(CheckItem finding, RepairRow repair) {
            this.finding = finding;
            this.repair = repair;
        }

        @Override
        public boolean step() {
            if (chosen != null && chosen.ending() != null) {
                return false;
            }
            try {
                if (chosen == null) {
                    chosen = choose(finding, repair, sinceNanos);
                    return chosen != null;
                }
                return chosen.step();
            } catch (StorageException e) {
                if (e.concernsWholeTree()) {
                    throw e;
                }
                drop();
                chosen = new Over(Ending.left(String.valueOf(e.getMessage())));
                return true;
            }
        }

        @Override
        public @Nullable Ending ending() {
            return chosen == null ? null : chosen.ending();
        }

        @Override
        public void drop() {
            if (chosen != null) {
                chosen.drop();
            }
        }
    }

    /** @return null where that cannot be said yet */
    private @Nullable Mend choose(CheckItem finding, RepairRow repair, long sinceNanos) {
        if (finding.kind() == CheckItem.Kind.IN_FLUX) {
            return left("it went on changing while it was checked: check again");
        }
        Sight sight = parts.sights.of(finding);
        if (sight == null || parts.exclusions().excludes(sight.path())) {
            return new Mend.Over(Mend.Ending.mended(RepairShare.Counts.NONE));
        }
        Inode agreed = sight.agreed();
        Hole hole = agreed == null ? null : parts.hole(agreed.id());
        if (hole != null) {
            return new RetryParked(parts, finding, hole, repair.takes(parts.location.zone()));
        }
        if (!parts.isAsFound(finding, sight)) {
            if (parts.sights.difference(sight) == null) {
                return agreed == null
                        ? new Mend.Over(Mend.Ending.mended(RepairShare.Counts.NONE))
                        : cameRight(finding, repair, agreed);
            }
            boolean isLate = parts.nanos() - sinceNanos > MendingParts.PATIENCE_NANOS;
            return isFollowed.getAsBoolean() || isLate ? left(CHANGED) : null;
        }
        Entry entry = parts.entry(finding, sight);
        if (entry != null && entry.pending() != null) {
            return left("a change of it is under way: left to whoever made it");
        }
        return chosen(finding, repair, sight, agreed);
    }

    /** Nothing differs any more; perhaps because it was shown just before a stop, without its record or all that is in it. */
    private Mend cameRight(CheckItem finding, RepairRow repair, Inode agreed) {
        Entry entry = parts.location.shown().byFile(agreed.id());
        boolean isRecorded = entry != null && (entry.isShown() || entry.pending() != null);
        boolean mayLack = agreed.isDirectory()
                && !repair.takes(parts.location.zone())
                && (finding.kind() == CheckItem.Kind.MISSING || finding.kind() == CheckItem.Kind.CONTENT);
        return isRecorded && !mayLack
                ? new Mend.Over(Mend.Ending.mended(RepairShare.Counts.NONE))
                : BringAgain.goingOn(parts, finding, agreed, isRecorded);
    }

    private Mend chosen(CheckItem finding, RepairRow repair, Sight sight, @Nullable Inode agreed) {
        boolean union = repair.source() == RepairRow.Source.UNION;
        boolean takes = repair.takes(parts.location.zone());
        if (takes && finding.kind() == CheckItem.Kind.UNREADABLE) {
            return left("what lies here is taken for right and cannot be read: " + finding.message());
        }
        if (agreed == null) {
            return takes || union ? new TakeOver(parts, finding, sight) : new TrashExtra(parts, finding);
        }
        if (takes) {
            return new TakeOver(parts, finding, sight);
        }
        return finding.kind() == CheckItem.Kind.ATTRIBUTES
                ? setAttributes(finding, sight, agreed)
                : new BringAgain(parts, finding, agreed, union && finding.kind() == CheckItem.Kind.CONTENT);
    }

    private static Mend left(String reason) {
        return new Mend.Over(Mend.Ending.left(reason));
    }

    private Mend setAttributes(CheckItem finding, Sight sight, Inode agreed) {
        Entry entry = parts.entry(finding, sight);
        Stat seen = sight.seen();
        if (entry == null
                || seen == null
                || !entry.fingerprint().equals(seen.fingerprint().token())) {
            return left("it is not taken up as a change of this zone: look at the node's events");
        }
        parts.attributes.show(entry, agreed);
        parts.moved();
        Sight now = parts.sights.of(finding);
        String difference = now == null ? null : parts.sights.difference(now);
        return difference == null
                ? new Mend.Over(Mend.Ending.mended(RepairShare.Counts.NONE))
                : left("the storage did not take it: " + difference);
    }
}
