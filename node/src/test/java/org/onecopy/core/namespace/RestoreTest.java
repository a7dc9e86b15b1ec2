package org.onecopy.core.namespace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.onecopy.core.namespace.Scene.NORTH;
import static org.onecopy.core.namespace.Scene.SOUTH;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.onecopy.core.namespace.Outcome.Status;
import org.onecopy.model.FileId;
import org.onecopy.model.Version;

/** An edit beats a removal, and what lies in a removed directory brings it back (H23). */
final class RestoreTest {
    private final Scene scene = new Scene();
    private final FileId root = scene.root();
    private final FileId outer = scene.directory(NORTH, root, "outer");
    private final FileId inner = scene.directory(NORTH, outer, "inner");
    private final FileId file = scene.create(NORTH, inner, "f", "one");

    @Test
    void a_write_restores_a_removed_file() {
        Operation.Write write = scene.rewrite(file, "two");
        scene.remove(NORTH, file);
        Outcome outcome = scene.operate(SOUTH, write);
        assertThat(outcome)
                .isEqualTo(new Outcome(Status.STOOD, file, scene.inode(file).written()));
        assertThat(scene.inode(file).origin()).isEqualTo(SOUTH);
        assertThat(scene.tree()).containsExactly("outer/", "outer/inner/", "outer/inner/f=two");
        assertThat(scene.tables.rows(Tables.OVERWRITTEN)).hasSize(1);
    }

    @Test
    void a_write_restores_a_removed_link_with_a_new_version() {
        FileId link = Objects.requireNonNull(
                scene.operate(NORTH, Scene.newLink(root, "l", "x")).file());
        Version first = scene.inode(link).written();
        scene.remove(NORTH, link);
        Operation.Write write = new Operation.Write(new Ref.Known(link), new Base.Seen(first), null, "y", 0);
        Outcome outcome = scene.operate(SOUTH, write);
        assertThat(scene.inode(link).target()).isEqualTo("y");
        assertThat(scene.inode(link).written()).isEqualTo(outcome.version());
        Operation.Write next = new Operation.Write(new Ref.Known(link), scene.own(SOUTH, 1), null, "z", 0);
        assertThat(scene.operate(SOUTH, next).status()).isEqualTo(Status.STOOD);
        assertThat(scene.inode(link).target()).isEqualTo("z");
    }

    @Test
    void a_write_of_the_removed_content_restores_it_too() {
        Operation.Write write = scene.rewrite(file, "one");
        scene.remove(NORTH, file);
        assertThat(scene.operate(SOUTH, write).status()).isEqualTo(Status.STOOD);
        assertThat(scene.tree()).contains("outer/inner/f=one");
    }

    @Test
    void a_move_restores_a_removed_file_at_the_new_place() {
        Operation.Move move = scene.movement(file, root, "g");
        Version written = scene.inode(file).written();
        scene.remove(NORTH, file);
        assertThat(scene.operate(SOUTH, move).status()).isEqualTo(Status.STOOD);
        assertThat(scene.inode(file).written()).isEqualTo(written);
        assertThat(scene.tree()).containsExactly("g=one", "outer/", "outer/inner/");
    }

    @Test
    void a_move_to_a_name_taken_meanwhile_restores_under_a_conflict_name() {
        Operation.Move move = scene.movement(file, root, "g");
        scene.remove(NORTH, file);
        scene.create(NORTH, root, "g", "two");
        assertThat(scene.operate(SOUTH, move).status()).isEqualTo(Status.STOOD);
        assertThat(scene.tree()).contains("_conflict-south-" + scene.index + "~g=one", "g=two");
    }

    @Test
    void a_write_restores_the_directories_above_the_file() {
        Operation.Write write = scene.rewrite(file, "two");
        removeAll();
        assertThat(scene.operate(SOUTH, write).status()).isEqualTo(Status.STOOD);
        assertThat(scene.tree()).containsExactly("outer/", "outer/inner/", "outer/inner/f=two");
        assertThat(scene.effects()).hasSize(3).allMatch(effect -> effect instanceof Effect.Created);
    }

    @Test
    void a_create_restores_the_directories_above_it_and_nothing_else() {
        removeAll();
        scene.create(SOUTH, inner, "g", "two");
        assertThat(scene.tree()).containsExactly("outer/", "outer/inner/", "outer/inner/g=two");
    }

    @Test
    void a_move_into_a_removed_directory_restores_it() {
        FileId other = scene.create(NORTH, root, "g", "two");
        Operation.Move move = scene.movement(other, inner, "g");
        removeAll();
        scene.operate(SOUTH, move);
        assertThat(scene.tree()).containsExactly("outer/", "outer/inner/", "outer/inner/g=two");
    }

    @Test
    void below_a_removed_directory_whose_name_is_now_another_directory_it_lies_in_that_one() {
        removeAll();
        FileId another = scene.directory(NORTH, root, "outer");
        scene.create(SOUTH, inner, "g", "two");
        assertThat(scene.inode(inner).parent()).isEqualTo(another);
        assertThat(scene.inode(outer).isLive()).isFalse();
        assertThat(scene.tree()).containsExactly("outer/", "outer/inner/", "outer/inner/g=two");
    }

    @Test
    void below_a_removed_directory_whose_name_is_now_a_file_the_directory_gets_a_conflict_name() {
        removeAll();
        scene.create(NORTH, root, "outer", "a file");
        scene.create(SOUTH, inner, "g", "two");
        String aside = "_conflict-south-" + scene.index + "~outer/";
        assertThat(scene.tree()).containsExactly(aside, aside + "inner/", aside + "inner/g=two", "outer=a file");
    }

    @Test
    void the_removal_of_something_restored_is_refused() {
        Operation.Write write = scene.rewrite(file, "one");
        scene.remove(NORTH, file);
        Operation.Remove late = new Operation.Remove(
                new Ref.Known(file),
                new Base.Seen(scene.inode(file).written()),
                new Base.Seen(scene.inode(file).placed()));
        scene.operate(SOUTH, write);
        assertThat(scene.operate(NORTH, late).status()).isEqualTo(Status.REFUSED);
    }

    @Test
    void a_directory_is_not_restored_below_itself() {
        Operation.Move move = scene.movement(outer, inner, "x");
        removeAll();
        assertThat(scene.operate(SOUTH, move).status()).isEqualTo(Status.REFUSED);
    }

    /** R9: as many as fit are applied, and the writer proposes the rest again. */
    @Test
    void an_entry_that_would_restore_too_much_stops_before_it_is_too_large() {
        List<Operation> creates = new ArrayList<>();
        scene.checked = false;
        for (int tree = 0; tree < 300; tree++) {
            FileId parent = root;
            List<FileId> directories = new ArrayList<>();
            for (int depth = 0; depth < 40; depth++) {
                parent = scene.directory(NORTH, parent, "d" + tree);
                directories.add(parent);
            }
            directories.reversed().forEach(directory -> scene.remove(NORTH, directory));
            creates.add(Scene.newFile(parent, "f", "text " + tree));
        }
        scene.apply(scene.proposal(SOUTH, 1, creates.toArray(Operation[]::new)));
        long done = scene.zone(SOUTH).lastNumber();
        assertThat(done).isBetween(10L, 299L);
        while (done < creates.size()) {
            scene.apply(scene.proposal(
                    SOUTH, done + 1, creates.subList((int) done, creates.size()).toArray(Operation[]::new)));
            assertThat(scene.zone(SOUTH).lastNumber()).isGreaterThan(done);
            done = scene.zone(SOUTH).lastNumber();
        }
        assertThat(scene.rule().files()).isEqualTo(301);
        TableChecks.check(scene.tables);
    }

    private void removeAll() {
        List.of(file, inner, outer).forEach(each -> scene.remove(NORTH, each));
    }
}
