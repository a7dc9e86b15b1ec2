package org.onecopy.core.transfer;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.onecopy.model.ProblemCode;

/**
 * Decides which holder of one content is asked next, from what the others answered. Holders are asked in the given order, each at
 * most once in a round; between rounds there is a pause that doubles.
 *
 * <table>
 *   <caption>What the answers lead to</caption>
 *   <tr><td>superseded</td><td>the round's other reachable holders are asked; if none has it, the content is given up as superseded,
 *       for a newer agreement must name another one (H11)</td></tr>
 *   <tr><td>unsettled</td><td>the same one seven times more (6 s by default), for it only has not heard yet of its own change, or
 *       claims an epoch under another leader: those after it are further from having it, and may hang; then as unavailable</td></tr>
 *   <tr><td>unavailable, forbidden</td><td>the next holder; given up after three rounds in which nobody had it and nobody was
 *       out of reach</td></tr>
 *   <tr><td>superseded or unavailable from every holder</td><td>as above, but given up as lost: nobody has it or will have it (H10)</td></tr>
 *   <tr><td>corrupt</td><td>the next holder; given up after three different holders, or three such rounds (H14)</td></tr>
 *   <tr><td>unreachable, too busy</td><td>the next holder; again in the next round, for ever. Those that can be reached are asked again
 *       meanwhile, for they may get it. Whoever wants it may see that it waits for
 *       nothing else, and give it up where something newer is agreed</td></tr>
 * </table>
 *
 * <p>Not safe for several threads.
 */
public final class HolderRounds {
    private static final int FRUITLESS_ROUNDS_MAX = 3;
    private static final int CORRUPT_HOLDERS_MAX = 3;
    private static final int UNSETTLED_MAX = 7;

    private final Duration pauseMin;
    private final Duration pauseMax;
    private final Map<String, ProblemCode> answers = new HashMap<>();
    private final Set<String> corruptHolders = new HashSet<>();
    private int rounds;
    private int fruitlessRounds;
    private int unsettled;
    private boolean waits;
    private boolean outOfReach;

    /** What to do next. */
    public sealed interface Next {
        /** Ask this holder. */
        record Ask(String endpoint) implements Next {}

        /** Ask {@link #next} again after this time. */
        record Pause(Duration time) implements Next {}

        /** Nobody has it; the code says how it came to that. */
        record GiveUp(ProblemCode code) implements Next {}
    }

    public HolderRounds(Duration pauseMin, Duration pauseMax) {
        this.pauseMin = pauseMin;
        this.pauseMax = pauseMax;
    }

    /** A holder did not give the content. */
    public void answered(String endpoint, ProblemCode code) {
        if (code == ProblemCode.CONTENT_UNSETTLED && unsettled < UNSETTLED_MAX) {
            unsettled++;
            waits = true;
            return;
        }
        answers.put(endpoint, code);
        if (code == ProblemCode.CONTENT_CORRUPT) {
            corruptHolders.add(endpoint);
        }
    }

    /**
     * Chooses.
     *
     * @param holders as they are known now, the preferred first; may be empty
     * @param pauseOf for how long a holder should be left alone because others could not reach it; zero or less where it may be asked
     */
    public Next next(List<String> holders, Function<String, Duration> pauseOf) {
        outOfReach = false;
        if (corruptHolders.size() >= CORRUPT_HOLDERS_MAX) {
            return new Next.GiveUp(ProblemCode.CONTENT_CORRUPT);
        }
        if (waits) {
            waits = false;
            return new Next.Pause(pause(unsettled, pauseMin, pauseMax));
        }
        Duration shortest = null;
        for (String holder : holders) {
            if (answers.containsKey(holder)) {
                continue;
            }
            Duration pause = pauseOf.apply(holder);
            if (!pause.isPositive()) {
                return new Next.Ask(holder);
            }
            shortest = shortest == null || pause.compareTo(shortest) < 0 ? pause : shortest;
        }
        if (answers.containsValue(ProblemCode.CONTENT_SUPERSEDED)) {
            return new Next.GiveUp(isLost(holders) ? ProblemCode.CONTENT_LOST : ProblemCode.CONTENT_SUPERSEDED);
        }
        outOfReach = shortest != null || answers.containsValue(ProblemCode.ZONE_UNREACHABLE);
        if (shortest == null) {
            return endRound(holders);
        }
        Duration pause = min(shortest, pauseMax);
        if (!answers.isEmpty()) {
            // Whoever answered may have it from those out of reach long before these can be asked again.
            answers.clear();
            fruitlessRounds = 0;
            rounds++;
            pause = min(pause, pause(rounds, pauseMin, pauseMax));
        }
        return new Next.Pause(pause);
    }

    /** Whether the last pause was for holders that may have it and cannot be reached, when all others had been asked. */
    public boolean isOutOfReach() {
        return outOfReach;
    }

    /** Whether every holder has said for certain that it does not have it. */
    private boolean isLost(List<String> holders) {
        return !holders.isEmpty()
                && holders.stream()
                        .map(answers::get)
                        .allMatch(answer ->
                                answer == ProblemCode.CONTENT_SUPERSEDED || answer == ProblemCode.CONTENT_UNAVAILABLE);
    }

    private Next endRound(List<String> holders) {
        boolean somebodyMayHaveIt =
                answers.containsValue(ProblemCode.ZONE_UNREACHABLE) || answers.containsValue(ProblemCode.TOO_BUSY);
        boolean corrupt = answers.containsValue(ProblemCode.CONTENT_CORRUPT);
        fruitlessRounds = somebodyMayHaveIt ? 0 : fruitlessRounds + 1;
        if (fruitlessRounds >= FRUITLESS_ROUNDS_MAX) {
            ProblemCode none = isLost(holders) ? ProblemCode.CONTENT_LOST : ProblemCode.CONTENT_UNAVAILABLE;
            return new Next.GiveUp(corrupt ? ProblemCode.CONTENT_CORRUPT : none);
        }
        answers.clear();
        rounds++;
        return new Next.Pause(pause(rounds, pauseMin, pauseMax));
    }

    /**
     * The pause after so many failures in a row.
     *
     * @param failures 1 or more
     */
    public static Duration pause(int failures, Duration pauseMin, Duration pauseMax) {
        return min(pauseMin.multipliedBy(1L << Math.min(failures - 1, 20)), pauseMax);
    }

    private static Duration min(Duration a, Duration b) {
        return a.compareTo(b) <= 0 ? a : b;
    }
}
