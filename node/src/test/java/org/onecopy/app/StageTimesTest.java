package org.onecopy.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.onecopy.admin.metrics.Metrics;
import org.onecopy.capture.Hashing;
import org.onecopy.core.Name;
import org.onecopy.core.namespace.Command;
import org.onecopy.core.table.Change;
import org.onecopy.location.LocalRecords;
import org.onecopy.materialize.Staging;
import org.onecopy.model.NodeId;
import org.onecopy.model.RuleId;
import org.onecopy.model.ZoneName;
import org.onecopy.storage.Place;
import org.onecopy.storage.Place.Area;

final class StageTimesTest {
    private final Metrics metrics = new Metrics();
    private final StageTimes times = new StageTimes(metrics);
    private final List<String> done = new ArrayList<>();

    @AfterEach
    void end() {
        metrics.close();
    }

    private double count(String stage) {
        return metrics.registry()
                .get("onecopy_stage_seconds")
                .tag("stage", stage)
                .timer()
                .count();
    }

    @Test
    void counts_what_was_hashed_and_staged_and_hands_the_results_on() {
        Hashing hashing = times.hashing((place, then) -> then.accept(Hashing.Hashed.UNSTABLE));
        hashing.hash(Place.item(Area.HELD, new Name("a")), hashed -> done.add("hashed " + hashed.chunks()));
        Staging staging = times.staging(new Staging() {
            @Override
            public void stage(Request request, Consumer<Result> then) {
                then.accept(new Result(null, null));
            }

            @Override
            public void drop(RuleId rule, Name item) {
                done.add("dropped " + item);
            }
        });
        staging.stage(null, result -> done.add("staged"));
        staging.drop(new RuleId(1), new Name("b"));
        assertThat(done).containsExactly("hashed []", "staged", "dropped b");
        assertThat(count("hash")).isEqualTo(1);
        assertThat(count("stage")).isEqualTo(1);
    }

    @Test
    void counts_only_proposals_that_were_agreed() {
        Command command = new Command.AssignWriter(new RuleId(1), new ZoneName("oslo"), new NodeId("oslo-1"), 0);
        times.port((what, ended) -> ended.accept(true)).propose(command, agreed -> done.add("agreed " + agreed));
        times.port((what, ended) -> ended.accept(false)).propose(command, agreed -> done.add("agreed " + agreed));
        assertThat(done).containsExactly("agreed true", "agreed false");
        assertThat(count("agree")).isEqualTo(1);
    }

    @Test
    void tells_commits_with_a_sync_from_others() {
        LocalRecords.Store store = times.records(new LocalRecords.Store() {
            @Override
            public void write(List<Change> changes, boolean durable) {
                done.add("written " + durable);
            }

            @Override
            public void begin() {
                done.add("begun");
            }

            @Override
            public void end() {
                done.add("ended");
            }
        });
        store.begin();
        store.write(List.of(), false);
        store.write(List.of(), true);
        store.write(List.of(), true);
        store.end();
        assertThat(done).containsExactly("begun", "written false", "written true", "written true", "ended");
        times.scans().accept(1_000_000);
        assertThat(count("scan")).isEqualTo(1);
        assertThat(count("record")).isEqualTo(1);
        assertThat(count("record-durably")).isEqualTo(2);
        assertThat(metrics.scrape()).contains("onecopy_stage_seconds_count{stage=\"record-durably\"} 2");
    }
}
