package org.onecopy.core.namespace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.onecopy.core.namespace.Scene.NORTH;
import static org.onecopy.core.namespace.Scene.RULE;
import static org.onecopy.core.namespace.Scene.SOUTH;

import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.onecopy.core.Name;
import org.onecopy.core.namespace.Outcome.Status;
import org.onecopy.model.FileId;
import org.onecopy.model.Version;

/** Operations of one writer: applied once (H7), and each on top of the one before (H43). */
final class ExactlyOnceTest {
    private final Scene scene = new Scene();
    private final FileId root = scene.root();

    private Operation.Create file(String name) {
        return Scene.newFile(root, name, name);
    }

    private Command.Propose acking(long first, long acked, Operation... operations) {
        return new Command.Propose(
                RULE, SOUTH, scene.zone(SOUTH).epoch(), first, acked, 0, scene.timeMillis, List.of(operations));
    }

    @Test
    void a_proposal_that_comes_twice_is_applied_once() {
        Command.Propose proposal = scene.proposal(SOUTH, 1, file("a"), file("b"));
        scene.apply(proposal);
        scene.apply(proposal);
        assertThat(scene.tree()).containsExactly("a=a", "b=b");
        assertThat(scene.effects()).isEmpty();
    }

    @Test
    void of_an_overlapping_proposal_only_the_new_part_is_applied() {
        scene.apply(scene.proposal(SOUTH, 1, file("a"), file("b")));
        scene.apply(scene.proposal(SOUTH, 2, file("b"), file("c")));
        assertThat(scene.effects()).as("what is new").hasSize(1);
        assertThat(scene.tree()).containsExactly("a=a", "b=b", "c=c");
        assertThat(scene.zone(SOUTH).lastNumber()).isEqualTo(3);
    }

    @Test
    void a_proposal_after_a_gap_is_ignored() {
        scene.apply(scene.proposal(SOUTH, 2, file("b")));
        assertThat(scene.tree()).isEmpty();
        scene.apply(scene.proposal(SOUTH, 1, file("a"), file("b")));
        assertThat(scene.tree()).containsExactly("a=a", "b=b");
    }

    @Test
    void a_proposal_of_an_older_or_later_epoch_is_ignored() {
        Command.Propose old = scene.proposal(SOUTH, 1, file("a"));
        scene.assign(SOUTH, 1);
        assertThat(scene.apply(old).changes()).isEmpty();
        Command.Propose early = new Command.Propose(RULE, SOUTH, 3, 1, 0, 0, scene.timeMillis, List.of(file("a")));
        assertThat(scene.apply(early).changes()).isEmpty();
        scene.apply(scene.proposal(SOUTH, 1, file("b")));
        assertThat(scene.tree()).containsExactly("b=b");
    }

    @Test
    void an_acknowledgement_drops_outcomes_but_never_those_of_operations_to_come() {
        scene.apply(acking(1, 0, file("a"), file("b"), file("c")));
        scene.apply(acking(4, 2, file("d")));
        assertThat(scene.tables.rows(Tables.OUTCOMES).keySet())
                .extracting(key -> key.operation().number())
                .containsExactly(3L, 4L);
        scene.apply(acking(5, 99));
        assertThat(scene.tables.rows(Tables.OUTCOMES)).isEmpty();
        scene.apply(acking(5, 0, file("e")));
        assertThat(scene.zone(SOUTH).ackedNumber()).isEqualTo(4);
        assertThat(scene.outcome(SOUTH, 5).status()).isEqualTo(Status.STOOD);
    }

    @Test
    void operations_build_on_ones_that_are_not_agreed_yet() {
        Operation.Create directory = Scene.newDirectory(root, "d");
        Operation.Create made = Scene.newFile(scene.ownRef(SOUTH, 1), "f", "one");
        Operation.Write write =
                new Operation.Write(scene.ownRef(SOUTH, 2), scene.own(SOUTH, 2), Scene.content("two"), null, 1);
        Operation.Write again =
                new Operation.Write(scene.ownRef(SOUTH, 2), scene.own(SOUTH, 3), Scene.content("three"), null, 1);
        Operation.Move move =
                new Operation.Move(scene.ownRef(SOUTH, 2), scene.own(SOUTH, 2), new Ref.Known(root), new Name("g"));
        assertThat(scene.propose(SOUTH, directory, made, write, again, move))
                .allMatch(outcome -> outcome.status() == Status.STOOD);
        assertThat(scene.tree()).containsExactly("d/", "g=three");
        Operation.Remove remove =
                new Operation.Remove(scene.ownRef(SOUTH, 2), scene.own(SOUTH, 4), scene.own(SOUTH, 5));
        assertThat(scene.operate(SOUTH, remove).status()).isEqualTo(Status.STOOD);
    }

    /** H43. */
    @Test
    void what_follows_a_lost_write_changes_its_conflict_copy() {
        FileId file = scene.create(NORTH, root, "f", "one");
        Version unseen = scene.inode(file).written();
        scene.operate(NORTH, scene.rewrite(file, "north"));
        Operation.Write next =
                new Operation.Write(new Ref.Known(file), scene.own(SOUTH, 1), Scene.content("south 2"), null, 1);
        List<Outcome> outcomes = scene.propose(SOUTH, Scene.rewrite(file, unseen, "south 1"), next);
        assertThat(outcomes).extracting(Outcome::status).containsExactly(Status.CONFLICT_COPY, Status.STOOD);
        assertThat(outcomes.getLast().file()).isEqualTo(outcomes.getFirst().file());
        assertThat(scene.tree()).containsExactly("_conflict-south-" + scene.index + "~f=south 2", "f=north");
    }

    @Test
    void what_follows_a_lost_create_stays_in_its_conflict_copy() {
        scene.create(NORTH, root, "d", "a file");
        List<Outcome> outcomes =
                scene.propose(SOUTH, Scene.newDirectory(root, "d"), Scene.newFile(scene.ownRef(SOUTH, 1), "f", "text"));
        assertThat(outcomes).extracting(Outcome::status).containsExactly(Status.CONFLICT_COPY, Status.STOOD);
        String aside = "_conflict-south-" + scene.index + "~d/";
        assertThat(scene.tree()).containsExactly(aside, aside + "f=text", "d=a file");
    }

    @Test
    void the_conflict_copy_itself_can_lose_again() {
        FileId file = scene.create(NORTH, root, "f", "one");
        Version unseen = scene.inode(file).written();
        scene.operate(NORTH, scene.rewrite(file, "north"));
        FileId copy = Objects.requireNonNull(
                scene.operate(SOUTH, Scene.rewrite(file, unseen, "south 1")).file());
        scene.operate(NORTH, scene.rewrite(copy, "north in the copy"));
        Operation.Write next =
                new Operation.Write(new Ref.Known(file), scene.own(SOUTH, 1), Scene.content("south 2"), null, 1);
        assertThat(scene.operate(SOUTH, next).status()).isEqualTo(Status.CONFLICT_COPY);
        assertThat(scene.tree()).hasSize(3).contains("f=north");
    }

    @Test
    void what_follows_a_refused_operation_is_refused() {
        Operation.Create lost = Scene.newFile(FileId.parse("5.5"), "x", "y");
        Operation.Move next =
                new Operation.Move(scene.ownRef(SOUTH, 1), scene.own(SOUTH, 1), new Ref.Known(root), new Name("z"));
        assertThat(scene.propose(SOUTH, lost, next)).allMatch(outcome -> outcome.status() == Status.REFUSED);
    }

    @Test
    void an_operation_of_another_epoch_is_no_base() {
        scene.operate(SOUTH, file("a"));
        FileId file = Objects.requireNonNull(scene.outcome(SOUTH, 1).file());
        Base.Own old = scene.own(SOUTH, 1);
        scene.assign(SOUTH, 1);
        Operation.Write write = new Operation.Write(new Ref.Known(file), old, Scene.content("two"), null, 1);
        assertThat(scene.operate(SOUTH, write).status()).isEqualTo(Status.CONFLICT_COPY);
    }

    /** R9. */
    @Test
    void the_largest_entry_of_conflicts_and_acknowledgements_stays_within_its_rows() {
        scene.checked = false;
        int many = Command.OPERATIONS_MAX;
        Operation[] south = new Operation[many];
        Operation[] north = new Operation[many];
        for (int i = 0; i < many; i++) {
            north[i] = Scene.newFile(root, "f" + i, "north");
            south[i] = Scene.newFile(root, "f" + i, "south");
        }
        scene.apply(scene.proposal(NORTH, 1, north));
        scene.apply(scene.proposal(SOUTH, 1, south));
        scene.apply(scene.proposal(SOUTH, many + 1L, south));
        scene.revise(RuleDefinition.ConflictPolicy.PREFERRED_ZONE, SOUTH, Scene.ZONES);
        scene.apply(acking(2L * many + 1, 2L * many, south));
        assertThat(scene.zone(SOUTH).lastNumber()).isEqualTo(3L * many);
        TableChecks.check(scene.tables);
    }
}
