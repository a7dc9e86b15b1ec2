package org.onecopy.benchmarks;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.onecopy.model.RuleName;
import org.onecopy.model.ZoneName;
import org.onecopy.model.api.CheckDepth;
import org.onecopy.model.api.CheckSpec;
import org.onecopy.model.api.CheckState;
import org.onecopy.model.api.CheckView;
import org.onecopy.model.api.RepairSource;
import org.onecopy.model.api.RepairSpec;
import org.onecopy.model.api.RepairView;
import org.onecopy.model.client.AdminClient;

/** Checks and repairs of a rule, and how long each took. */
final class Checks {
    private static final Duration LIMIT = Duration.ofMinutes(30);
    private static final Duration LOOK = Duration.ofMillis(50);

    private final Bench bench;
    private final AdminClient client;

    Checks(Bench bench) {
        this.bench = bench;
        client = bench.network().client(Trial.OSLO);
    }

    /** A check that has ended. */
    record Done(CheckView view, double seconds) {}

    /**
     * Checks, and waits for the end.
     *
     * @param zone the one whose storage is compared; null: all of them
     */
    Done check(RuleName rule, CheckDepth depth, @Nullable ZoneName zone) {
        long begun = System.nanoTime();
        CheckView view = begin(rule, depth, zone);
        long ended = await(view);
        return new Done(client.check(rule, view.check()), (ended - begun) / 1e9);
    }

    CheckView begin(RuleName rule, CheckDepth depth, @Nullable ZoneName zone) {
        return client.beginCheck(rule, new CheckSpec(null, depth, zone == null ? null : List.of(zone)));
    }

    /** @return when it was seen to have ended */
    long await(CheckView check) {
        return bench.patience()
                .await("the check of " + check.rule() + " does not end", LIMIT, LOOK, () -> isDone(check));
    }

    boolean isDone(CheckView check) {
        return client.check(check.rule(), check.check()).state() == CheckState.DONE;
    }

    /** Mends what the newest check has found, and waits for the end. @return seconds */
    double repair(RuleName rule, long differences) {
        long begun = System.nanoTime();
        RepairView repair = client.beginRepair(rule, new RepairSpec(null, null, RepairSource.AGREED, null));
        long ended = bench.patience()
                .await(
                        "the repair of " + rule + " does not end",
                        LIMIT,
                        LOOK,
                        () -> client.repair(rule, repair.repair()).state() == CheckState.DONE);
        RepairView done = client.repair(rule, repair.repair());
        if (done.mended() != differences || done.left() != 0) {
            throw new BenchmarkFailure("the repair mended %d of %d differences, and left %d"
                    .formatted(done.mended(), differences, done.left()));
        }
        return (ended - begun) / 1e9;
    }
}
