package org.onecopy.materialize;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import org.onecopy.model.RuleId;

/** What lies in the trash of a node's locations, as last counted. Safe to use from many threads. */
public final class TrashFigures {
    private final Map<RuleId, Figures> rules = new ConcurrentHashMap<>();
    private final LongAdder purgedFiles = new LongAdder();
    private final LongAdder purgedBytes = new LongAdder();

    /**
     * The trash of one rule, or of all.
     *
     * @param items files, links and directories
     * @param bytes of the files
     * @param oldestMillis when the oldest went there, by the node's clock; 0 where there is none
     */
    public record Figures(long items, long bytes, long oldestMillis) {
        /** Nothing. */
        public static final Figures NONE = new Figures(0, 0, 0);

        Figures and(Figures other) {
            long oldest = oldestMillis == 0 || other.oldestMillis == 0
                    ? Math.max(oldestMillis, other.oldestMillis)
                    : Math.min(oldestMillis, other.oldestMillis);
            return new Figures(items + other.items, bytes + other.bytes, oldest);
        }
    }

    void counted(RuleId rule, Figures figures) {
        rules.put(rule, figures);
    }

    void purged(long bytes) {
        purgedFiles.increment();
        purgedBytes.add(bytes);
    }

    /** No more of a rule that is gone. */
    public void forget(RuleId rule) {
        rules.remove(rule);
    }

    /** Of one rule. */
    public Figures of(RuleId rule) {
        return rules.getOrDefault(rule, Figures.NONE);
    }

    /** Of all rules. */
    public Figures total() {
        return rules.values().stream().reduce(Figures.NONE, Figures::and);
    }

    /** Items deleted for ever since the start. */
    public long purgedItems() {
        return purgedFiles.sum();
    }

    /** Their bytes. */
    public long purgedBytes() {
        return purgedBytes.sum();
    }
}
