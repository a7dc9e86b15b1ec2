package org.onecopy.materialize;

import org.jspecify.annotations.Nullable;
import org.onecopy.core.namespace.RepairShare;

/** Mends one finding of a check. Used by the writer's thread alone; a stop loses nothing but the need to look again. */
interface Mend {
    /** Does a bounded piece of work. @return whether anything was done */
    boolean step();

    /** What has come of it; null while it is under way. */
    @Nullable
    Ending ending();

    /** Gives up what is under way. */
    void drop();

    /**
     * What has come of a finding.
     *
     * @param reason why it is left as it is; empty where it is mended
     * @param counts of this finding
     */
    record Ending(String reason, RepairShare.Counts counts) {
        private static final RepairShare.Counts MENDED = new RepairShare.Counts(0, 1, 0, 0, 0, 0, 0);
        private static final RepairShare.Counts LEFT = new RepairShare.Counts(0, 0, 1, 0, 0, 0, 0);

        /** It is as it should be. */
        static Ending mended(RepairShare.Counts work) {
            return new Ending("", work.plus(MENDED));
        }

        /** It is left as it is, for a reason. */
        static Ending left(String reason, RepairShare.Counts work) {
            return new Ending(reason, work.plus(LEFT));
        }

        static Ending left(String reason) {
            return left(reason, RepairShare.Counts.NONE);
        }
    }

    /** One that has nothing to do any more. */
    record Over(Ending ending) implements Mend {
        @Override
        public boolean step() {
            return false;
        }

        @Override
        public void drop() {
            // nothing is under way
        }
    }
}
