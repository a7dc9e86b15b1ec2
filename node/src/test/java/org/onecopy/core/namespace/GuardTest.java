package org.onecopy.core.namespace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.onecopy.core.namespace.Scene.NORTH;
import static org.onecopy.core.namespace.Scene.RULE;
import static org.onecopy.core.namespace.Scene.SOUTH;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.onecopy.core.Attributes;
import org.onecopy.core.Name;
import org.onecopy.core.namespace.Outcome.Status;
import org.onecopy.core.namespace.RuleDefinition.GuardPolicy;
import org.onecopy.core.namespace.ZoneRow.Guard;
import org.onecopy.model.FileId;
import org.onecopy.model.ZoneName;

/** The brake on mass destruction (H42). */
final class GuardTest {
    private static final int WINDOW = 1000;
    private static final GuardPolicy THREE = new GuardPolicy(3, 100, Long.MAX_VALUE, WINDOW);

    private Scene scene = new Scene(THREE);
    private final List<FileId> files = new ArrayList<>();

    private void makeFiles(int many) {
        for (int i = 0; i < many; i++) {
            files.add(scene.create(NORTH, scene.root(), "f" + (100 + i), "text of " + i));
        }
    }

    private List<Status> removeFrom(ZoneName zone, int from, int to) {
        return Stream.of(scene.propose(
                        zone,
                        files.subList(from, to).stream().map(scene::removal).toArray(Operation[]::new)))
                .flatMap(List::stream)
                .map(Outcome::status)
                .toList();
    }

    private Guard guard() {
        return scene.zone(SOUTH).guard();
    }

    private void decide(boolean release) {
        scene.apply(new Command.DecideGuard(RULE, SOUTH, release, scene.timeMillis));
    }

    private Status overwrite(ZoneName zone, int file, String text) {
        return scene.operate(zone, scene.rewrite(files.get(file), text)).status();
    }

    @Test
    void trips_above_a_number_of_files_and_holds_what_comes_then() {
        makeFiles(6);
        assertThat(removeFrom(SOUTH, 0, 5))
                .containsExactly(Status.STOOD, Status.STOOD, Status.STOOD, Status.HELD, Status.HELD);
        assertThat(guard()).isEqualTo(new Guard(scene.timeMillis, 3, true, 2));
        assertThat(scene.rule().files()).isEqualTo(3);
        assertThat(removeFrom(NORTH, 5, 6)).as("another zone").containsExactly(Status.STOOD);
    }

    @Test
    void trips_above_a_share_but_not_below_the_floor() {
        scene = new Scene(new GuardPolicy(1000, 25, 2, WINDOW));
        makeFiles(8);
        assertThat(removeFrom(SOUTH, 0, 4))
                .as("25 % of 8 are 2, and so is the floor")
                .containsExactly(Status.STOOD, Status.STOOD, Status.HELD, Status.HELD);
        scene = new Scene(new GuardPolicy(1000, 25, 4, WINDOW));
        files.clear();
        makeFiles(8);
        assertThat(removeFrom(SOUTH, 0, 5))
                .containsExactly(Status.STOOD, Status.STOOD, Status.STOOD, Status.STOOD, Status.HELD);
    }

    @Test
    void counts_anew_in_each_window() {
        makeFiles(9);
        removeFrom(SOUTH, 0, 3);
        scene.timeMillis += WINDOW;
        assertThat(removeFrom(SOUTH, 3, 4)).containsExactly(Status.HELD);
        decide(false);
        scene.timeMillis += WINDOW + 1;
        assertThat(removeFrom(SOUTH, 3, 6)).containsOnly(Status.STOOD);
    }

    @Test
    void counts_from_the_first_moment_of_a_clock() {
        Scene early = atTimeZero();
        List<FileId> made = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            made.add(early.create(NORTH, early.root(), "f" + i, "x"));
        }
        List<Outcome> outcomes =
                early.propose(SOUTH, made.stream().map(early::removal).toArray(Operation[]::new));
        assertThat(outcomes.getLast().status()).isEqualTo(Status.HELD);
    }

    private static Scene atTimeZero() {
        Scene early = new Scene(THREE);
        early.tables.rows(Tables.TIMES).clear();
        early.timeMillis = 0;
        return early;
    }

    @Test
    void a_clock_set_back_opens_no_window_and_one_set_forward_no_second() {
        makeFiles(9);
        removeFrom(SOUTH, 0, 3);
        scene.timeMillis -= 10L * WINDOW;
        assertThat(removeFrom(SOUTH, 3, 4)).containsExactly(Status.HELD);
        assertThat(guard().windowStartMillis()).isEqualTo(scene.timeMillis + 10L * WINDOW);
    }

    @Test
    void what_is_announced_trips_before_the_first() {
        makeFiles(5);
        Operation removal = scene.removal(files.getFirst());
        Command.Propose announced = new Command.Propose(RULE, SOUTH, 1, 1, 0, 4, scene.timeMillis, List.of(removal));
        scene.apply(announced);
        assertThat(scene.outcome(SOUTH, 1).status()).isEqualTo(Status.HELD);
        assertThat(scene.rule().files()).isEqualTo(5);
        decide(true);
        assertThat(guard().tripped()).isFalse();
        scene.apply(announced);
        assertThat(guard().tripped()).as("by the same proposal again").isFalse();
    }

    @Test
    void what_is_announced_within_the_limit_does_not_trip() {
        makeFiles(5);
        scene.apply(new Command.Propose(
                RULE, SOUTH, 1, 1, 0, 3, scene.timeMillis, List.of(scene.removal(files.getFirst()))));
        assertThat(scene.outcome(SOUTH, 1).status()).isEqualTo(Status.STOOD);
    }

    @Test
    void a_shrinking_or_equally_long_overwrite_counts_and_a_growing_one_does_not() {
        makeFiles(8);
        for (int i = 0; i < 8; i++) {
            assertThat(overwrite(SOUTH, i, "longer text of " + i)).isEqualTo(Status.STOOD);
        }
        assertThat(guard().counted()).isZero();
        assertThat(overwrite(SOUTH, 0, "LONGER text of 0")).isEqualTo(Status.STOOD);
        assertThat(overwrite(SOUTH, 1, "")).isEqualTo(Status.STOOD);
        assertThat(overwrite(SOUTH, 2, "short")).isEqualTo(Status.STOOD);
        assertThat(overwrite(SOUTH, 3, "short")).isEqualTo(Status.HELD);
        assertThat(overwrite(SOUTH, 1, "x")).as("an empty file loses nothing").isEqualTo(Status.STOOD);
        assertThat(overwrite(SOUTH, 4, "a much longer text of 4")).isEqualTo(Status.STOOD);
    }

    @Test
    void a_file_is_counted_once_in_a_window() {
        makeFiles(2);
        for (int i = 0; i < 9; i++) {
            assertThat(overwrite(SOUTH, 0, "short " + i)).isEqualTo(Status.STOOD);
        }
        assertThat(removeFrom(SOUTH, 0, 1)).containsExactly(Status.STOOD);
        assertThat(guard().counted()).isEqualTo(1);
    }

    @Test
    void what_one_zone_destroyed_is_counted_again_when_another_does() {
        makeFiles(4);
        for (int i = 0; i < 3; i++) {
            overwrite(NORTH, i, "north");
        }
        for (int i = 0; i < 3; i++) {
            overwrite(SOUTH, i, "south");
        }
        assertThat(guard().counted()).isEqualTo(3);
        assertThat(overwrite(SOUTH, 3, "south")).isEqualTo(Status.HELD);
    }

    @Test
    void holds_every_removal_and_lets_everything_else_pass() {
        FileId directory = scene.directory(NORTH, scene.root(), "d");
        makeFiles(5);
        removeFrom(SOUTH, 0, 4);
        assertThat(scene.remove(SOUTH, directory).status()).isEqualTo(Status.HELD);
        assertThat(scene.operate(SOUTH, Scene.newFile(directory, "new", "x")).status())
                .isEqualTo(Status.STOOD);
        assertThat(scene.operate(SOUTH, scene.movement(files.get(4), directory, "moved"))
                        .status())
                .isEqualTo(Status.STOOD);
        assertThat(scene.operate(
                                SOUTH,
                                new Operation.SetAttributes(
                                        new Ref.Known(files.get(4)),
                                        new Base.Seen(scene.inode(files.get(4)).attributed()),
                                        Attributes.NONE))
                        .status())
                .isEqualTo(Status.STOOD);
    }

    @Test
    void what_follows_a_held_write_is_held_with_it() {
        makeFiles(5);
        removeFrom(SOUTH, 0, 4);
        FileId file = files.get(4);
        long held = scene.zone(SOUTH).lastNumber() + 1;
        Operation.Write next = new Operation.Write(
                new Ref.Known(file), scene.own(SOUTH, held), Scene.content("much longer than before"), null, 1);
        List<Outcome> outcomes = scene.propose(SOUTH, scene.rewrite(file, "short"), next);
        assertThat(outcomes).extracting(Outcome::status).containsOnly(Status.HELD);
        decide(true);
        assertThat(scene.tree()).containsExactly("f104=much longer than before");
    }

    @Test
    void release_applies_what_is_held_as_it_then_fits() {
        makeFiles(6);
        removeFrom(SOUTH, 0, 6);
        overwrite(NORTH, 5, "changed meanwhile");
        decide(true);
        assertThat(scene.tree()).containsExactly("f105=changed meanwhile");
        assertThat(guard()).isEqualTo(new Guard(scene.timeMillis, 0, false, 0));
        assertThat(scene.outcome(SOUTH, 5).status()).isEqualTo(Status.STOOD);
        assertThat(scene.outcome(SOUTH, 6).status()).isEqualTo(Status.REFUSED);
    }

    @Test
    void reject_refuses_what_is_held() {
        makeFiles(6);
        removeFrom(SOUTH, 0, 6);
        decide(false);
        assertThat(scene.rule().files()).isEqualTo(3);
        assertThat(scene.effects()).hasSize(3).containsOnly(new Effect.Unchanged(true));
        assertThat(scene.outcome(SOUTH, 6).status()).isEqualTo(Status.REFUSED);
        assertThat(guard().tripped()).isFalse();
    }

    @Test
    void a_decision_without_need_changes_nothing() {
        assertThat(scene.apply(new Command.DecideGuard(RULE, SOUTH, true, scene.timeMillis))
                        .changes())
                .isEmpty();
    }

    @Test
    void release_of_much_takes_several_entries_and_holds_until_the_last() {
        releaseMuch(true);
        assertThat(scene.rule().files()).isZero();
    }

    @Test
    void reject_of_much_takes_several_entries() {
        releaseMuch(false);
        assertThat(scene.rule().files()).isEqualTo(2500 - 3);
    }

    private void releaseMuch(boolean release) {
        scene.checked = false;
        makeFiles(2500);
        for (int from = 0; from < 2500; from += 500) {
            removeFrom(SOUTH, from, from + 500);
        }
        assertThat(guard().held()).isEqualTo(2497);
        decide(release);
        assertThat(guard().tripped()).isTrue();
        int entries = 1;
        while (guard().tripped()) {
            decide(release);
            entries++;
        }
        assertThat(entries).isEqualTo(3);
        TableChecks.check(scene.tables);
    }

    @Test
    void what_an_earlier_writer_left_held_can_still_be_decided() {
        makeFiles(5);
        removeFrom(SOUTH, 0, 5);
        scene.assign(SOUTH, 1);
        scene.create(SOUTH, scene.root(), "new", "x");
        decide(true);
        assertThat(scene.tree()).containsExactly("new=x");
        assertThat(Objects.requireNonNull(scene.outcome(SOUTH, 1)).status()).isEqualTo(Status.STOOD);
        assertThat(new Name("new"))
                .isEqualTo(scene.inode(
                                Objects.requireNonNull(scene.outcome(SOUTH, 1).file()))
                        .name());
    }
}
