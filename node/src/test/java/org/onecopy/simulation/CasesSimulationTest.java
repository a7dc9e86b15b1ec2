package org.onecopy.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.onecopy.core.shown.ShownTables;
import org.onecopy.simulation.Simulation.Trouble;
import org.onecopy.storage.Place.Area;

/** Orders of events that seeds of the other simulations found, and that once went wrong: told by hand, as short as they can be. */
final class CasesSimulationTest {
    private static final String LONG = "this is not inline";
    private static final String OTHER = "neither is this one";

    @Test
    @DisplayName("H23: a file was written and removed here, and a move elsewhere restores it between the two")
    void a_removal_counts_although_the_file_was_restored_before_its_last_write() {
        SimScript script = SimScript.begun();
        script.write(script.athens, "c", "one");
        script.everybody();

        script.write(script.cairo, "c", "");
        script.look(script.cairo);
        script.remove(script.cairo, "c");
        script.remove(script.athens, "c");
        script.propose(script.athens);
        script.rename(script.berlin, "c", "b");
        script.propose(script.berlin);
        script.everybody();

        script.simulation.settle();
        assertThat(script.at(script.athens, "b")).isNull();
    }

    @Test
    @DisplayName(
            "H36, H47: after another writer's time a content lies here that was agreed, never recorded, and is removed by now")
    void what_was_agreed_and_is_removed_by_now_goes() {
        SimScript script = SimScript.begun();
        script.write(script.athens, "a", "one");
        script.everybody();

        script.write(script.cairo, "a", LONG);
        script.propose(script.cairo);
        script.hear(script.cairo);
        script.look(script.cairo);
        script.remove(script.cairo, "a");
        script.propose(script.cairo);
        script.write(script.berlin, "a", LONG);
        script.unseen(script.berlin);
        script.replaceWriter(script.berlin);
        script.everybody();

        script.simulation.settle();
        assertThat(script.at(script.athens, "a")).isNull();
    }

    /** Not told by hand yet: it takes a power loss, a refused step and a proposal that is made again. */
    @Test
    @DisplayName("H26: a directory was moved into a new one that is the same as it, by agreement")
    void a_directory_does_not_come_to_lie_in_itself() {
        ZoneSimulationTest.run(1624, new Trouble(0.1, 0.05, 0.2, 0.03, 0.03, 0.1), false);
    }

    @Test
    @DisplayName("H23: a directory made here is taken for another zone's, which goes, and a third zone makes one too")
    void a_directory_of_three_zones_is_one() {
        SimScript script = SimScript.begun();
        script.make(script.athens, "b");
        script.look(script.athens);
        script.make(script.berlin, "b");
        script.make(script.cairo, "b");
        script.propose(script.berlin);
        script.hear(script.berlin);
        script.look(script.berlin);
        script.remove(script.berlin, "b");
        script.propose(script.berlin);
        script.propose(script.cairo);

        script.everybody();
        script.simulation.settle();
        assertThat(script.athens.disk.print(Area.HELD)).isEmpty();
    }

    @Test
    @DisplayName(
            "H23: a removed directory waits aside for a change of its mode, and holds a change that nobody has seen")
    void what_lies_in_a_removed_directory_that_waits_aside_is_proposed() {
        SimScript script = SimScript.begun();
        script.make(script.athens, "b");
        script.write(script.athens, "b/b", "one");
        script.everybody();

        script.remove(script.athens, "b/b");
        script.remove(script.athens, "b");
        script.propose(script.athens);
        script.hear(script.athens);
        script.look(script.athens);
        script.write(script.athens, "b", "two");
        script.propose(script.athens);
        script.chmod(script.cairo, "b", 0700);
        script.look(script.cairo);
        script.write(script.cairo, "b/b", OTHER);
        script.unseen(script.cairo);
        script.hear(script.cairo);
        script.step(script.cairo);

        script.everybody();
        script.simulation.settle();
        assertThat(script.athens.disk.print(Area.TREE).values()).anyMatch(line -> line.contains(OTHER));
    }

    @Test
    @DisplayName("H13, H20: a content replaced while its file waits aside goes to the trash with a record")
    void what_is_replaced_aside_leaves_the_trash_again() {
        SimScript script = SimScript.begun(new Simulation(1, Trouble.NONE, true));
        script.write(script.athens, "a", "one");
        script.everybody();

        script.rename(script.cairo, "a", "b");
        script.look(script.cairo);
        script.write(script.berlin, "b", "two");
        script.propose(script.berlin);
        script.hear(script.cairo);
        script.step(script.cairo);
        script.write(script.athens, "a", "three");
        script.propose(script.athens);
        script.hear(script.cairo);
        script.step(script.cairo);
        assertThat(script.cairo.disk.print(Area.HELD).values()).anyMatch(line -> line.contains("three"));
        script.everybody();

        script.simulation.settle();
        assertThat(script.cairo.stored().all(ShownTables.TRASH)).isEmpty();
    }

    @Test
    @DisplayName("A user puts a file into a directory that another zone removes, and nothing but that hints at it")
    void what_lies_in_a_removed_directory_is_found_without_a_hint() {
        SimScript script = SimScript.begun();
        script.make(script.athens, "b");
        script.everybody();

        script.remove(script.athens, "b");
        script.propose(script.athens);
        script.look(script.cairo);
        script.write(script.cairo, "b/x", "one");
        script.unseen(script.cairo);
        script.everybody();
        assertThat(script.at(script.athens, "b/x")).isNotNull();
        script.simulation.settle();
    }

    @Test
    @DisplayName("H52: the storage does not let an empty directory go that is not agreed any more")
    void a_directory_that_cannot_go_is_tried_again() {
        SimScript script = SimScript.begun();
        script.make(script.athens, "b");
        script.everybody();

        script.remove(script.athens, "b");
        script.propose(script.athens);
        script.look(script.cairo);
        script.write(script.cairo, "b/x", "one");
        script.unseen(script.cairo);
        script.hear(script.cairo);
        script.simulation.keeping.mayPropose = false;
        script.step(script.cairo);
        script.remove(script.cairo, "b/x");
        script.cairo.faults.denied.add("b");
        script.simulation.keeping.mayPropose = true;
        script.everybody();
        assertThat(script.at(script.cairo, "b")).isNotNull();

        script.simulation.settle();
        assertThat(script.at(script.cairo, "b")).isNull();
    }

    @Test
    @DisplayName(
            "H52, H83: a directory is refused from the beginning, and gone with all in it before it could be shown")
    void what_lay_in_a_directory_that_never_came_is_waited_for_no_longer() {
        Simulation simulation = new Simulation(1, Trouble.NONE);
        simulation.late = true;
        SimScript script = SimScript.begun(simulation);
        script.make(script.athens, "b");
        script.write(script.athens, "c", "one");
        script.everybody();
        script.cairo.faults.denied.add("b");
        simulation.addLateZone();
        script.everybody();

        script.write(script.athens, "b/x", "two");
        script.rename(script.athens, "c", "b/c");
        script.everybody();
        script.remove(script.athens, "b/x");
        script.remove(script.athens, "b/c");
        script.everybody();
        script.remove(script.athens, "b");
        script.everybody();

        simulation.settle();
        assertThat(script.cairo.disk.print(Area.TREE)).isEmpty();
    }

    @Test
    @DisplayName("H27, H83: two markers are late in a zone that reconciles, and one of them is removed meanwhile")
    void markers_do_not_wait_for_each_other() {
        SimScript script = SimScript.begun();
        script.make(script.athens, "out");
        script.write(script.athens, "out/_SUCCESS", "one");
        script.write(script.athens, "_SUCCESS", "two");
        script.everybody();

        script.cairo.down = true;
        script.write(script.athens, "out/_SUCCESS", LONG);
        script.write(script.athens, "_SUCCESS", OTHER);
        script.everybody();
        script.simulation.loss.trimWithout(script.cairo);
        script.everybody();
        script.cairo.down = false;
        script.simulation.fetchTrouble = 1;
        script.everybody();
        script.remove(script.athens, "out/_SUCCESS");
        script.everybody();
        assertThat(script.cairo.stored().all(ShownTables.HOLES)).hasSizeGreaterThanOrEqualTo(2);

        script.simulation.settle();
        assertThat(script.at(script.cairo, "out/_SUCCESS")).isNull();
    }

    @Test
    @DisplayName("H59: a directory waits aside for a move that was never agreed, when its zone has to reconcile")
    void what_waits_aside_for_a_lost_move_is_brought_back() {
        SimScript script = SimScript.begun();
        script.make(script.cairo, "b");
        script.write(script.cairo, "b/x", "one");
        script.everybody();

        script.rename(script.cairo, "b", "a");
        script.look(script.cairo);
        script.write(script.athens, "a", "two");
        script.propose(script.athens);
        script.hear(script.cairo);
        script.step(script.cairo);
        assertThat(script.cairo.disk.print(Area.HELD)).isNotEmpty();
        script.lose();
        script.simulation.loss.trimWithout(script.cairo);
        script.everybody();

        script.simulation.settle();
        assertThat(script.cairo.disk.print(Area.TREE)).containsKey("a");
    }
}
