package org.onecopy.core.namespace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.onecopy.core.namespace.Scene.NORTH;
import static org.onecopy.core.namespace.Scene.RULE;
import static org.onecopy.core.namespace.Scene.SOUTH;
import static org.onecopy.core.namespace.Scene.WEST;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.onecopy.core.Attributes;
import org.onecopy.core.Kind;
import org.onecopy.core.Name;
import org.onecopy.core.namespace.MigrationRow.Amount;
import org.onecopy.core.namespace.MigrationRow.Arrived;
import org.onecopy.core.namespace.MigrationRow.Share;
import org.onecopy.core.namespace.MigrationRow.State;
import org.onecopy.core.namespace.RuleDefinition.ConflictPolicy;
import org.onecopy.model.Version;
import org.onecopy.model.ZoneName;

/** What the log says of migrations. */
final class MigrationTurnTest {
    private final Scene scene = new Scene();

    private void begin() {
        begin(Map.of());
    }

    private void begin(Map<ZoneName, Amount> behind) {
        scene.apply(new Command.BeginMigration(RULE, "ada", 50, scene.timeMillis, behind));
    }

    private MigrationRow row() {
        return Objects.requireNonNull(scene.tables.get(Tables.MIGRATIONS, RULE));
    }

    private Share share(ZoneName zone) {
        return Objects.requireNonNull(row().shares().get(zone));
    }

    private void steer(@Nullable State state, int priority) {
        scene.apply(new Command.SteerMigration(RULE, row().at(), state, priority, "bob"));
    }

    private Operation.Create made(String name, String text, long mtimeMillis) {
        return new Operation.Create(
                new Ref.Known(scene.root()),
                new Name(name),
                Kind.FILE,
                Scene.content(text),
                null,
                new Attributes(0644, "", "", mtimeMillis * 1_000_000));
    }

    @Test
    @DisplayName("what a zone's first comparison finds is counted: new, equal, and kept beside another content")
    void counts_what_a_joining_zone_finds() {
        begin();
        scene.create(NORTH, scene.root(), "a", "one");
        scene.create(NORTH, scene.root(), "b", "two and more");
        scene.directory(NORTH, scene.root(), "dir");
        scene.create(SOUTH, scene.root(), "a", "one");
        scene.create(SOUTH, scene.root(), "b", "other");
        assertThat(share(NORTH).found()).isEqualTo(new Amount(2, 15));
        assertThat(share(NORTH).offered()).isEqualTo(new Amount(2, 15));
        assertThat(share(SOUTH).found()).isEqualTo(new Amount(2, 8));
        assertThat(share(SOUTH).equal()).isEqualTo(new Amount(1, 3));
        assertThat(share(SOUTH).kept()).isEqualTo(new Amount(1, 5));
        assertThat(share(SOUTH).offered()).isEqualTo(new Amount(1, 5));
        assertThat(row().toGo(WEST)).isEqualTo(new Amount(3, 20));
        assertThat(row().toGo(NORTH)).isEqualTo(new Amount(1, 5));
    }

    @Test
    void does_not_count_what_was_changed_since_or_comes_from_an_active_zone() {
        scene.pass(SOUTH, Version.NONE);
        begin();
        scene.operate(NORTH, made("old", "x", scene.timeMillis - 1));
        scene.operate(NORTH, made("new", "y", scene.timeMillis));
        scene.operate(SOUTH, made("elsewhere", "z", 1));
        assertThat(share(NORTH).found()).isEqualTo(new Amount(1, 1));
        assertThat(share(SOUTH).found()).isEqualTo(Amount.NONE);
        Version before = row().at();
        Version after = Version.of(0, scene.index, 1);
        assertThat(row().isInitial(Kind.FILE, NORTH, after, 7)).isTrue();
        assertThat(row().isInitial(Kind.FILE, SOUTH, after, 7)).isFalse();
        assertThat(row().isInitial(Kind.FILE, SOUTH, before, 7)).isTrue();
        assertThat(row().isInitial(Kind.FILE, NORTH, after, scene.timeMillis * 1_000_000))
                .isFalse();
        assertThat(row().isInitial(Kind.DIRECTORY, NORTH, before, 7)).isFalse();
    }

    @Test
    void counts_what_was_found_before_it_began() {
        scene.create(NORTH, scene.root(), "a", "one");
        begin(Map.of(SOUTH, new Amount(1, 3)));
        assertThat(share(NORTH).found()).isEqualTo(new Amount(1, 3));
        assertThat(share(NORTH).offered()).isEqualTo(Amount.NONE);
        assertThat(row().toGo(SOUTH)).isEqualTo(new Amount(1, 3));
        Arrived arrived = new Arrived(new Amount(1, 2), Amount.NONE, Amount.NONE, Amount.NONE, scene.timeMillis);
        report(SOUTH, scene.zone(SOUTH).epoch() - 1, arrived);
        assertThat(row().toGo(SOUTH)).isEqualTo(new Amount(1, 3));
        report(SOUTH, scene.zone(SOUTH).epoch(), arrived);
        assertThat(row().toGo(SOUTH)).isEqualTo(new Amount(0, 1));
    }

    private void report(ZoneName zone, long epoch, Arrived arrived) {
        scene.apply(new Command.ReportMigration(RULE, row().at(), zone, epoch, arrived));
    }

    @Test
    @DisplayName("it is done where every zone has compared its tree and shows all that was found, without a hole")
    void ends_where_every_zone_has_all() {
        begin();
        scene.create(NORTH, scene.root(), "a", "one");
        Version last = Version.of(0, scene.index, 1);
        scene.pass(NORTH, last);
        assertThat(share(NORTH).isCompared()).isTrue();
        scene.pass(WEST, last);
        assertThat(row().state()).isEqualTo(State.RUNNING);
        hole(SOUTH, last, last);
        assertThat(share(SOUTH).isCompared()).isTrue();
        assertThat(row().state()).isEqualTo(State.RUNNING);
        scene.pass(SOUTH, last);
        assertThat(row().state()).isEqualTo(State.DONE);
        assertThat(row().end()).isEqualTo(share(SOUTH).joined());
        assertThat(row().toGo(WEST)).isEqualTo(Amount.NONE);
    }

    private void hole(ZoneName zone, Version lowWater, Version hole) {
        scene.apply(new Command.ReportProgress(
                RULE, zone, scene.zone(zone).epoch(), new ZoneRow.Progress(lowWater, 1, 0, hole, 7), true));
    }

    @Test
    void what_comes_later_does_not_keep_it_from_ending() {
        begin();
        scene.create(NORTH, scene.root(), "a", "one");
        Version last = Version.of(0, scene.index, 1);
        Scene.ZONES.forEach(zone -> scene.pass(zone, last));
        assertThat(row().state()).isEqualTo(State.DONE);
        begin();
        assertThat(row().state()).isEqualTo(State.RUNNING); // a new one, of a rule whose zones have all joined
        scene.create(SOUTH, scene.root(), "live", "later");
        scene.pass(NORTH, last);
        assertThat(row().state()).isEqualTo(State.DONE);
    }

    @Test
    void is_paused_goes_on_and_is_cancelled() {
        begin();
        assertThat(row().holds()).isFalse();
        steer(State.PAUSED, 0);
        assertThat(row().holds()).isTrue();
        assertThat(row().stateBy()).isEqualTo("bob");
        steer(null, 90);
        assertThat(row().state()).isEqualTo(State.PAUSED);
        assertThat(row().priority()).isEqualTo(90);
        MigrationRow open = row();
        begin();
        assertThat(row()).isEqualTo(open);
        scene.apply(new Command.SteerMigration(RULE, row().at().next(), State.CANCELLED, 0, "eve"));
        assertThat(row()).isEqualTo(open);
        steer(State.RUNNING, 0);
        assertThat(row().holds()).isFalse();
        steer(State.CANCELLED, 0);
        assertThat(row().holds()).isTrue();
        assertThat(row().isOpen()).isFalse();
        steer(State.RUNNING, 0);
        assertThat(row().state()).isEqualTo(State.CANCELLED);
        scene.create(NORTH, scene.root(), "a", "one");
        assertThat(share(NORTH).found()).isEqualTo(Amount.NONE);
        begin();
        assertThat(row().state()).isEqualTo(State.RUNNING);
        assertThat(share(NORTH).found()).isEqualTo(new Amount(1, 3));
    }

    @Test
    void follows_the_zones_of_its_rule_and_goes_with_it() {
        Scene.ZONES.forEach(zone -> scene.pass(zone, Version.NONE));
        scene.create(NORTH, scene.root(), "a", "one");
        begin();
        scene.revise(ConflictPolicy.KEEP_BOTH, null, List.of(NORTH, SOUTH));
        assertThat(row().shares()).containsOnlyKeys(NORTH, SOUTH);
        scene.revise(ConflictPolicy.KEEP_BOTH, null, List.of(NORTH, SOUTH, WEST));
        assertThat(share(WEST).behind()).isEqualTo(new Amount(1, 3));
        assertThat(share(WEST).isCompared()).isFalse();
        scene.apply(new Command.RemoveRule(RULE, scene.timeMillis));
        scene.checked = false; // of a rule that goes, not all that else holds does
        scene.apply(new Command.Reap(RULE));
        assertThat(scene.tables.rows(Tables.MIGRATIONS)).isEmpty();
    }
}
