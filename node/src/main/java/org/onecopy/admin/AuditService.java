package org.onecopy.admin;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.onecopy.model.NodeId;
import org.onecopy.model.api.Filter;
import org.onecopy.model.api.Listing;
import org.onecopy.model.audit.AuditAct;
import org.onecopy.model.audit.AuditEntry;
import org.onecopy.model.audit.AuditHeads;

/** Who did what, and who was not let. All methods may be called from many threads at once. */
public interface AuditService {
    /** The node whose acts these are. */
    NodeId node();

    /** The time by which acts are dated. */
    Instant now();

    /**
     * Notes on this node's disk that an act begins, so that a crash does not hide it. Called again, it notes what is known by now.
     *
     * @param lasting whether the note survives lost power, not only the end of the process
     * @throws org.onecopy.problem.ProblemException {@code TOO_BUSY} where too many acts wait to be agreed; {@code DATA_DIR_SHORT} where it
     *     cannot be noted. The act must not go on then.
     */
    void begun(AuditAct act, boolean lasting);

    /** An act that was noted has ended: has it agreed, and waits a little for that. Where it takes longer, it is tried again until it is. */
    void ended(AuditAct act);

    /** Somebody was not let: noted at this node alone, and where there is a flood of these, as a number of them. */
    void denied(AuditAct act);

    /** An act that was noted came to nothing, and is noted by {@link #denied} instead. */
    void forget(AuditAct act);

    /** Agreed entries, the oldest first. */
    Listing<AuditEntry> agreed(Query query);

    /** Entries of what this node denied, the oldest first. */
    Listing<AuditEntry> denied(Query query);

    /** How far the chains have come. */
    AuditHeads heads();

    /**
     * Which entries are asked for.
     *
     * @param after only larger sequences, the oldest of them first; null: the last ones
     * @param since only acts that began then or later
     * @param who only acts of this name
     * @param about only acts about this: {@code rule:photos}, or just {@code photos}
     */
    record Query(
            @Nullable Long after,
            @Nullable Instant since,
            @Nullable String who,
            @Nullable String about,
            int limit) {
        /** The first entries behind a sequence. */
        public static Query after(long sequence) {
            return new Query(sequence, null, null, null, Filter.LIMIT_MAX);
        }

        /** Whether an entry is asked for. */
        public boolean matches(AuditEntry entry) {
            AuditAct act = entry.act();
            return (after == null || entry.sequence() > after)
                    && (since == null || !act.at().isBefore(since))
                    && (who == null || who.equals(act.who()))
                    && (about == null || act.about().stream().anyMatch(name -> isAbout(name, about)));
        }

        private static boolean isAbout(String name, String wanted) {
            return name.equals(wanted) || name.endsWith(":" + wanted);
        }
    }
}
