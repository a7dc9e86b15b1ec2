package org.onecopy.audit;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.onecopy.model.audit.AuditAct;

/**
 * Keeps a flood of denials out of the files: in each minute a few of each kind and source are let through, and a few more of all; of the
 * others only the number. Not safe for several threads.
 */
final class DenialFlood {
    /** So many of one kind from one source are noted each. */
    static final int EACH_MAX = 5;

    /** So many are noted in all. */
    static final int ALL_MAX = 60;

    private static final long MINUTE = Duration.ofMinutes(1).toNanos();

    private final LongSupplier nanos;
    private final Map<Key, Seen> seen = new HashMap<>();
    private @Nullable AuditAct others;
    private long begun;
    private int noted;

    /** @param nanos a clock that never goes back */
    DenialFlood(LongSupplier nanos) {
        this.nanos = nanos;
        begun = nanos.getAsLong();
    }

    private record Key(
            String outcome, @Nullable String who, @Nullable String from) {}

    private static final class Seen {
        int count;

        @Nullable
        AuditAct more;
    }

    /** What is to be noted because of a denial: numbers of those of the last minute, and it itself, or neither. */
    List<AuditAct> add(AuditAct act) {
        List<AuditAct> toNote = passed();
        Key key = new Key(act.outcome(), act.who(), act.from());
        Seen same = seen.get(key);
        if (same == null && noted >= ALL_MAX) {
            others = others == null ? summary(act.by(null), true) : others.counting(others.count() + act.count());
            return toNote;
        }
        if (same == null) {
            same = new Seen();
            seen.put(key, same);
        }
        same.count++;
        if (same.count > EACH_MAX || noted >= ALL_MAX) {
            same.more = same.more == null ? summary(act, false) : same.more.counting(same.more.count() + act.count());
            return toNote;
        }
        noted++;
        toNote.add(act);
        return toNote;
    }

    /** A denial that stands for several: of its address nothing is said, because theirs differ. */
    private static AuditAct summary(AuditAct act, boolean mixed) {
        return new AuditAct(
                UUID.randomUUID(),
                act.at(),
                act.node(),
                act.kind(),
                act.who(),
                mixed ? null : act.from(),
                "",
                "more",
                List.of(),
                mixed ? "various" : act.outcome(),
                act.count(),
                null);
    }

    /** The numbers of those of the last minute, once it is over. */
    List<AuditAct> passed() {
        return nanos.getAsLong() - begun < MINUTE ? new ArrayList<>() : all();
    }

    /** The numbers of all that were kept out so far. */
    List<AuditAct> all() {
        List<AuditAct> numbers = new ArrayList<>();
        for (Seen each : seen.values()) {
            if (each.more != null) {
                numbers.add(each.more);
            }
        }
        if (others != null) {
            numbers.add(others);
        }
        seen.clear();
        others = null;
        noted = 0;
        begun = nanos.getAsLong();
        return numbers;
    }
}
