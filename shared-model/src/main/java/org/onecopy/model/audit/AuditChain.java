package org.onecopy.model.audit;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.onecopy.model.Digest;

/** Verifies a chain. */
public final class AuditChain {
    /** So many entries of the agreed chain are kept, the newest. */
    public static final int KEPT_MAX = 100_000;

    private final String chain;
    private final TreeMap<Long, Digest> known = new TreeMap<>();

    private AuditChain(String chain) {
        this.chain = chain;
    }

    /**
     * Where a chain is not as it was made.
     *
     * @param sequence of the first entry that is not
     * @param why a clause about this entry, such as {@code is missing}
     */
    public record Break(String chain, long sequence, String why) {
        @Override
        public String toString() {
            return "entry " + sequence + " of chain " + chain + " " + why;
        }
    }

    /**
     * The first break, if there is one.
     *
     * @param chain which one
     * @param entries all that is there of it, as it stands there
     * @param heads how far chains are known to have come once, from anchors or from whoever was asked before; those of others are left out
     */
    public static Optional<Break> firstBreak(String chain, List<AuditEntry> entries, Collection<AuditHead> heads) {
        AuditChain verified = new AuditChain(chain);
        for (AuditHead head : heads) {
            if (head.chain().equals(chain) && head.sequence() > 0) {
                Digest other = verified.known.putIfAbsent(head.sequence(), head.hash());
                if (other != null && !other.equals(head.hash())) {
                    return Optional.of(verified.at(head.sequence(), "was said to be two different ones"));
                }
            }
        }
        return Optional.ofNullable(verified.firstBreak(entries));
    }

    private @Nullable Break firstBreak(List<AuditEntry> entries) {
        AuditEntry before = null;
        for (AuditEntry entry : entries) {
            Break found = before == null ? first(entry, entries) : next(before, entry);
            if (found == null) {
                found = itself(entry);
            }
            if (found != null) {
                return found;
            }
            before = entry;
        }
        long last = before == null ? 0 : before.sequence();
        Map.Entry<Long, Digest> beyond = known.higherEntry(last);
        return beyond == null
                ? null
                : at(last + 1, "is missing: the chain once went on to entry " + known.lastKey() + " at least");
    }

    private @Nullable Break first(AuditEntry entry, List<AuditEntry> all) {
        if (entry.sequence() == 1 && !entry.previous().equals(AuditEntry.START)) {
            return at(1, "is not the first of its chain");
        }
        boolean agreed = chain.equals(AuditEntry.NETWORK);
        if (agreed && entry.sequence() > 1 && all.getLast().sequence() - entry.sequence() + 1 < KEPT_MAX) {
            return at(entry.sequence() - 1, "is missing: it is not old enough to be dropped");
        }
        return null;
    }

    private @Nullable Break next(AuditEntry before, AuditEntry entry) {
        if (entry.sequence() > before.sequence() + 1) {
            return at(before.sequence() + 1, "is missing");
        }
        if (entry.sequence() <= before.sequence()) {
            return at(entry.sequence(), "stands behind entry " + before.sequence());
        }
        return entry.previous().equals(before.hash()) ? null : at(entry.sequence(), "does not follow the one before");
    }

    private @Nullable Break itself(AuditEntry entry) {
        if (!entry.chain().equals(chain)) {
            return at(entry.sequence(), "is one of chain " + entry.chain());
        }
        if (!entry.hasItsHash()) {
            return at(entry.sequence(), "was altered: its hash is another one");
        }
        Digest once = known.get(entry.sequence());
        return once == null || once.equals(entry.hash())
                ? null
                : at(entry.sequence(), "is another one than it once was");
    }

    private Break at(long sequence, String why) {
        return new Break(chain, sequence, why);
    }
}
