package org.onecopy.core.namespace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.onecopy.core.namespace.Scene.NORTH;
import static org.onecopy.core.namespace.Scene.RULE;
import static org.onecopy.core.namespace.Scene.SOUTH;
import static org.onecopy.core.namespace.Scene.WEST;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.onecopy.core.TreePath;
import org.onecopy.core.namespace.Undo.Manner;
import org.onecopy.core.namespace.Undo.Step;
import org.onecopy.model.FileId;
import org.onecopy.model.Version;

/** A tree is brought back to how it was agreed at an earlier place in the log. */
final class UndoTest {
    private final Scene scene = new Scene();
    private final FileId root = scene.root();
    private final FileId directory = scene.directory(NORTH, root, "d");
    private final FileId inner = scene.directory(NORTH, directory, "inner");
    private final FileId one = scene.create(NORTH, inner, "one", "1");
    private final FileId two = scene.create(NORTH, directory, "two", "2");
    private final FileId other = scene.create(NORTH, root, "other", "o");
    private List<String> before;
    private Version then;

    @BeforeEach
    void begin() {
        before = scene.tree();
        then = Version.of(0, scene.index, Version.ORDINAL_MAX);
    }

    /** All steps, read in pages of this size. */
    private List<Step> plan(String path, boolean overwrite, int page) {
        Version until = Version.of(0, scene.index, Version.ORDINAL_MAX);
        Undo.Wanted wanted = new Undo.Wanted(RULE, TreePath.parse(path), then, until, overwrite);
        List<Step> all = new ArrayList<>();
        Version after = then;
        while (after != null) {
            Undo.Page read = Undo.page(scene.tables, wanted, after, page);
            all.addAll(read.steps());
            after = read.next();
        }
        return all;
    }

    private void undo(String path, boolean overwrite) {
        List<Operation> operations = plan(path, overwrite, 2).stream()
                .map(Step::operation)
                .filter(Objects::nonNull)
                .toList();
        scene.apply(new Command.Amend(RULE, WEST, false, scene.timeMillis, operations));
    }

    private void removeAll() {
        List.of(one, inner, two, directory).forEach(file -> scene.remove(SOUTH, file));
    }

    @Test
    void brings_back_a_tree_that_was_removed() {
        removeAll();
        assertThat(plan("", false, 100)).extracting(Step::path).containsExactly("d/inner/one", "d/inner", "d/two", "d");
        undo("", false);
        assertThat(scene.tree()).isEqualTo(before);
        assertThat(plan("", true, 100)).as("what is undone is as it was then").isEmpty();
    }

    @Test
    void brings_back_only_what_lay_at_a_path_or_below_it() {
        removeAll();
        scene.remove(SOUTH, other);
        undo("d/inner", false);
        assertThat(scene.tree()).containsExactly("d/", "d/inner/", "d/inner/one=1");
    }

    @Test
    void brings_back_the_content_that_a_file_had_then() {
        scene.operate(SOUTH, scene.rewrite(two, "later"));
        scene.remove(SOUTH, two);
        undo("", false);
        assertThat(scene.tree()).isEqualTo(before);
    }

    @Test
    void brings_back_what_was_moved_before_it_was_removed_to_where_it_lay() {
        scene.operate(SOUTH, scene.movement(two, root, "moved"));
        scene.remove(SOUTH, two);
        scene.operate(SOUTH, scene.movement(one, root, "moved-and-changed"));
        scene.operate(SOUTH, scene.rewrite(one, "later"));
        scene.remove(SOUTH, one);
        undo("", false);
        assertThat(scene.tree()).isEqualTo(before);
    }

    @Test
    void leaves_what_is_there_and_says_so() {
        scene.operate(SOUTH, scene.rewrite(one, "later"));
        scene.operate(SOUTH, scene.movement(other, directory, "moved"));
        scene.create(SOUTH, root, "new", "n");
        scene.remove(SOUTH, two);
        scene.create(SOUTH, directory, "two", "made again");
        List<String> now = scene.tree();
        assertThat(plan("", false, 100))
                .extracting(Step::path, Step::manner)
                .containsExactlyInAnyOrder(
                        org.assertj.core.groups.Tuple.tuple("d/inner/one", Manner.LEFT_CHANGED),
                        org.assertj.core.groups.Tuple.tuple("other", Manner.LEFT_MOVED),
                        org.assertj.core.groups.Tuple.tuple("new", Manner.LEFT_MADE),
                        org.assertj.core.groups.Tuple.tuple("d/two", Manner.LEFT_TAKEN),
                        org.assertj.core.groups.Tuple.tuple("d/two", Manner.LEFT_MADE));
        undo("", false);
        assertThat(scene.tree()).isEqualTo(now);
    }

    @Test
    void sets_back_what_was_changed_moved_and_made_again_where_that_is_asked() {
        scene.operate(SOUTH, scene.rewrite(one, "later"));
        scene.operate(SOUTH, scene.movement(other, directory, "moved"));
        scene.remove(SOUTH, two);
        scene.create(SOUTH, directory, "two", "made again");
        scene.create(SOUTH, root, "new", "n");
        undo("", true);
        List<String> expected = new ArrayList<>(before);
        expected.add("new=n");
        assertThat(scene.tree()).containsExactlyInAnyOrderElementsOf(expected);
    }

    @Test
    void knows_nothing_of_what_was_not_there_then() {
        FileId gone = scene.create(SOUTH, root, "short-lived", "x");
        scene.remove(SOUTH, gone);
        assertThat(plan("", true, 100)).isEmpty();
        then = Version.of(0, scene.index, Version.ORDINAL_MAX);
        scene.operate(
                NORTH,
                new Operation.Write(
                        new Ref.Known(gone), new Base.Seen(scene.inode(gone).written()), Scene.content("y"), null, 7));
        scene.remove(SOUTH, gone);
        assertThat(plan("", true, 100)).as("it was not there").isEmpty();
    }

    @Test
    void sees_what_lies_in_a_directory_that_was_made_again() {
        removeAll();
        FileId again = scene.directory(SOUTH, root, "d");
        scene.create(SOUTH, again, "two", "a user's");
        assertThat(plan("d/two", false, 100)).extracting(Step::manner).contains(Manner.LEFT_TAKEN);
        undo("", false);
        assertThat(scene.tree()).containsExactly("d/", "d/inner/", "d/inner/one=1", "d/two=a user's", "other=o");
        undo("", true);
        assertThat(scene.tree()).isEqualTo(before);
    }

    @Test
    void leaves_what_was_changed_after_the_plan() {
        removeAll();
        Version until = Version.of(0, scene.index, Version.ORDINAL_MAX);
        scene.directory(SOUTH, root, "d");
        List<Operation> operations =
                Undo.page(scene.tables, new Undo.Wanted(RULE, TreePath.ROOT, then, until, true), then, 100)
                        .steps()
                        .stream()
                        .map(Step::operation)
                        .filter(Objects::nonNull)
                        .toList();
        FileId again = Objects.requireNonNull(
                scene.tables.get(Tables.CHILDREN, new Tables.ChildKey(root, new org.onecopy.core.Name("d"))));
        scene.create(SOUTH, again, "two", "a user's");
        scene.apply(new Command.Amend(RULE, WEST, false, scene.timeMillis, operations));
        assertThat(scene.tree())
                .contains("d/two=a user's", "d/inner/one=1")
                .noneMatch(line -> line.contains("_conflict"));
    }

    @Test
    void finds_the_place_in_the_log_of_a_time() {
        scene.timeMillis += 1000;
        FileId later = scene.create(NORTH, root, "later", "x");
        scene.timeMillis += 1000;
        scene.create(NORTH, root, "latest", "x");
        assertThat(Undo.firstAt(scene.tables, RULE, scene.timeMillis - 1000)).isEqualTo(later.born());
        assertThat(Undo.firstAt(scene.tables, RULE, scene.timeMillis - 1500)).isEqualTo(later.born());
        assertThat(Undo.firstAt(scene.tables, RULE, scene.timeMillis + 1)).isNull();
        assertThat(Undo.firstAt(scene.tables, RULE, 0)).isEqualTo(directory.born());
    }
}
