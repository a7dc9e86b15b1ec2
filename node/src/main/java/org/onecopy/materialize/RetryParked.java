package org.onecopy.materialize;

import org.jspecify.annotations.Nullable;
import org.onecopy.consistency.Sights.Sight;
import org.onecopy.core.namespace.Inode;
import org.onecopy.core.namespace.RepairShare;
import org.onecopy.core.shown.CheckItem;
import org.onecopy.core.shown.Hole;

/** Tries again what the zone could not show so far; where that fails once more, the reason is the old one. */
final class RetryParked implements Mend {
    private static final long PATIENCE_NANOS = 15_000_000_000L;

    private final MendingParts parts;
    private final CheckItem finding;
    private final Hole before;
    private final boolean takes;
    private final long sinceNanos;
    private boolean isTried;
    private @Nullable Ending ending;

    /** @param takes whether what lies here is taken for right */
    RetryParked(MendingParts parts, CheckItem finding, Hole before, boolean takes) {
        this.parts = parts;
        this.finding = finding;
        this.before = before;
        this.takes = takes;
        sinceNanos = parts.nanos();
    }

    @Override
    public @Nullable Ending ending() {
        return ending;
    }

    @Override
    public void drop() {
        // the zone's holes are tried again in any case
    }

    @Override
    public boolean step() {
        if (ending != null) {
            return false;
        }
        if (takes) {
            ending =
                    Ending.left("parked, so that it is nobody's change that it does not lie here: " + before.message());
            return true;
        }
        if (!isTried) {
            isTried = true;
            parts.holes.retryNow(before.file());
            return true;
        }
        Hole now = parts.hole(before.file());
        if (now == null) {
            Sight sight = parts.sights.of(finding);
            Inode agreed = sight == null ? null : sight.agreed();
            String difference = sight == null || agreed == null ? null : parts.sights.difference(sight);
            ending = difference == null
                    ? Ending.mended(new RepairShare.Counts(0, 0, 0, 1, agreed == null ? 0 : agreed.length(), 0, 0))
                    : Ending.left("it was changed since the check: left to whoever did");
        } else if (now.tries() > before.tries() + 1 || parts.nanos() - sinceNanos > PATIENCE_NANOS) {
            ending = Ending.left("parked: " + now.message());
        }
        return ending != null;
    }
}
