package org.onecopy.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.onecopy.core.Attributes;
import org.onecopy.core.Kind;
import org.onecopy.core.Name;
import org.onecopy.core.TreePath;
import org.onecopy.model.ProblemCode;
import org.onecopy.storage.Place.Area;

/**
 * What every storage must do; each adapter passes it by a subclass that says how to open it. What a storage cannot do by its own
 * word, in {@link Capabilities}, is skipped.
 */
public abstract class StorageContractTest extends ExtrasContract {
    private static final Attributes PLAIN = new Attributes(0755, "", "", 0);

    @Test
    void refuses_a_location_that_is_missing_or_no_path() {
        assertStorageProblem(ProblemCode.STORAGE_UNAVAILABLE, () -> storage().open(location() + "/missing", false));
        publish("file", "x");
        assertStorageProblem(ProblemCode.STORAGE_UNAVAILABLE, () -> storage().open(location() + "/file", false));
        assertPathInvalid(() -> storage().open("relative", false));
        assertPathInvalid(() -> storage().open(location() + "/../other", false));
        assertPathInvalid(() -> storage().open(location() + "/./x", true));
    }

    @Test
    void says_which_locations_are_one_or_lie_in_each_other() {
        Lineage here = storage().lineage(location());
        Lineage missing = storage().lineage(location() + "/missing");
        assertThat(here.isSameAs(storage().lineage(location()))).isTrue();
        assertThat(missing.isSameAs(storage().lineage(location() + "/missing"))).isTrue();
        assertThat(missing.isInside(here)).isTrue();
        assertThat(here.isInside(missing)).isFalse();
        assertThat(missing.isSameAs(here)).isFalse();
        Lineage beside = storage().lineage(location() + "-2");
        assertThat(here.isSameAs(beside) || here.isInside(beside) || beside.isInside(here))
                .isFalse();
        assertStorageProblem(ProblemCode.STORAGE_UNAVAILABLE, () -> storage().open(location() + "/missing", false));
    }

    @Test
    void tells_what_lies_in_any_directory_and_makes_nothing_there() {
        publish("file", "kept");
        directory("directory");
        publish("directory/below", "1");
        List<org.onecopy.storage.Listed> listed = browsed(location());
        assertThat(listed).extracting(org.onecopy.storage.Listed::name).containsExactlyInAnyOrder("file", "directory");
        assertThat(listed)
                .filteredOn(one -> one.kind() == Kind.FILE)
                .singleElement()
                .satisfies(file -> {
                    assertThat(file.name()).isEqualTo("file");
                    assertThat(file.length()).isEqualTo(4);
                });
        assertThat(browsed(location() + "/directory"))
                .extracting(org.onecopy.storage.Listed::name)
                .containsExactly("below");
        assertThat(browsed(location() + "/directory"))
                .as("no working area was made there")
                .hasSize(1);
        assertStorageProblem(ProblemCode.STORAGE_UNAVAILABLE, () -> browsed(location() + "/missing"));
        assertPathInvalid(() -> browsed(location() + "/../other"));
        assertPathInvalid(() -> browsed(location() + "/.onecopy"));
        assertPathInvalid(() -> browsed("relative"));
    }

    private List<org.onecopy.storage.Listed> browsed(String path) {
        List<org.onecopy.storage.Listed> all = new ArrayList<>();
        storage().browse(path, all::add);
        return all;
    }

    @Test
    void opens_the_same_tree_again() {
        publish("file", "kept");
        try (Tree again = reopen()) {
            assertThat(again.rootIdentity()).isEqualTo(tree.rootIdentity());
            assertSame(again.stat(at("file")), tree.stat(at("file")));
        }
    }

    @Test
    void has_another_identity_for_another_root() {
        try (Tree other = storage().open(location() + "-2", true)) {
            assertThat(other.rootIdentity()).isNotEqualTo(tree.rootIdentity());
        }
    }

    @Test
    void knows_its_space() {
        assertThat(tree.spaceAvailable()).isPositive();
    }

    @Test
    void lists_nothing_of_its_working_area() {
        stage("staged", "x");
        publish("file", "x");
        tree.move(at("file"), held("held"));
        assertThat(list(Place.inTree(TreePath.ROOT)).entries()).isEmpty();
        assertThat(list(Place.inTree(TreePath.ROOT)).refused()).isEmpty();
    }

    @Test
    void refuses_the_reserved_name_at_the_root() {
        Place reserved = at(".onecopy");
        assertStorageProblem(ProblemCode.STORAGE_NAME_ILLEGAL, () -> tree.stat(reserved));
        assertStorageProblem(ProblemCode.STORAGE_NAME_ILLEGAL, () -> tree.makeDirectory(reserved, PLAIN));
        assertStorageProblem(ProblemCode.STORAGE_NAME_ILLEGAL, () -> tree.move(reserved, trashed("x")));
        stage("s", "x");
        assertStorageProblem(ProblemCode.STORAGE_NAME_ILLEGAL, () -> tree.move(staged("s"), at(".onecopy/x")));
        directory("d");
        directory("d/.onecopy");
        assertThat(list(at("d")).entries()).containsOnlyKeys(".onecopy");
    }

    @Test
    void stats_the_root_files_directories_and_nothing() {
        assertThat(kind(tree.stat(Place.inTree(TreePath.ROOT)))).isEqualTo(Kind.DIRECTORY);
        directory("d");
        publish("d/f", "x");
        assertThat(kind(tree.stat(at("d")))).isEqualTo(Kind.DIRECTORY);
        assertThat(kind(tree.stat(at("d/f")))).isEqualTo(Kind.FILE);
        assertThat(tree.stat(at("x"))).isNull();
        assertThat(tree.stat(at("d/x"))).isNull();
        assertThat(tree.stat(at("d/f/x"))).isNull();
        assertThat(tree.stat(at("d")).attributes().mtimeNanos()).isZero();
        assertThat(tree.stat(at("d")).links()).isEqualTo(1);
    }

    @Test
    void lists_a_directory_and_says_where_there_is_none() {
        directory("d");
        publish("d/f", "x");
        directory("d/e");
        assertThat(list(at("d")).entries()).containsOnlyKeys("f", "e");
        assertThat(tree.list(at("x"), new IgnoredListing())).isFalse();
        assertThat(tree.list(at("d/f"), new IgnoredListing())).isFalse();
    }

    private static final class IgnoredListing implements Tree.ListSink {
        @Override
        public void entry(Name name, Stat stat) {}

        @Override
        public void refused(String printableName, String reason) {}
    }

    @Test
    void lists_a_directory_of_many_names() {
        directory("many");
        int count = manyNames();
        for (int i = 0; i < count; i++) {
            outside.makeDirectory("many/a name of some length, number " + i);
        }
        assertThat(list(at("many")).entries()).hasSize(count);
    }

    @Test
    void makes_a_directory_once() {
        Step.Done made = (Step.Done) tree.makeDirectory(at("d"), new Attributes(0750, "", "", SOME_TIME));
        assertThat(made.now()).isEqualTo(tree.stat(at("d")));
        if (can(Ability.MODES)) {
            assertThat(made.now().attributes().mode()).isEqualTo(0750);
        }
        assertThat(tree.makeDirectory(at("d"), PLAIN)).isEqualTo(new Step.TargetExists(made.now()));
        Stat file = publish("f", "x");
        assertTaken(tree.makeDirectory(at("f"), PLAIN), file);
        assertThat(tree.makeDirectory(at("x/d"), PLAIN)).isEqualTo(new Step.Missing());
        assertThat(tree.makeDirectory(at("f/d"), PLAIN)).isEqualTo(new Step.Missing());
    }

    @Test
    void makes_links_with_any_text_and_never_follows_them() {
        assumeCan(Ability.SYMLINKS);
        directory("d");
        publish("d/f", "x");
        for (String target : List.of("d", "/etc/passwd", "../..", "no such thing", "ü \n")) {
            Step.Done made = (Step.Done) tree.makeLink(at("link"), target);
            assertThat(made.now().linkTarget()).isEqualTo(target);
            assertThat(made.now().kind()).isEqualTo(Kind.SYMLINK);
            assertThat(tree.stat(at("link"))).isEqualTo(made.now());
            assertThat(list(Place.inTree(TreePath.ROOT)).entries().get("link")).isEqualTo(made.now());
            assertThat(tree.makeLink(at("link"), "other")).isEqualTo(new Step.TargetExists(made.now()));
            assertThat(tree.read(at("link"))).isNull();
            assertThat(tree.stat(at("link/f"))).isNull();
            assertThat(tree.list(at("link"), new IgnoredListing())).isFalse();
            assertThat(tree.makeDirectory(at("link/new"), PLAIN)).isEqualTo(new Step.Missing());
            assertThat(tree.move(at("link"), trashed("link"))).isInstanceOf(Step.Done.class);
            tree.purge(trashed("link"));
        }
        assertThat(tree.makeLink(at("x/link"), "d")).isEqualTo(new Step.Missing());
        assertStorageProblem(ProblemCode.STORAGE_NAME_ILLEGAL, () -> tree.makeLink(at("link"), ""));
        assertThat(content(at("d/f"))).isEqualTo("x");
    }

    @Test
    void refuses_links_where_it_keeps_none() {
        assumeFalse(can(Ability.SYMLINKS), "this storage keeps symbolic links");
        assertStorageProblem(ProblemCode.STORAGE_UNREPRESENTABLE, () -> tree.makeLink(at("link"), "target"));
        assertThat(tree.stat(at("link"))).isNull();
    }

    @Test
    void moves_a_file_without_overwriting() {
        Stat first = publish("a", "first");
        Stat second = publish("b", "second");
        assertTaken(tree.move(at("a"), at("b")), second);
        assertSame(tree.stat(at("a")), first);
        Step.Done moved = (Step.Done) tree.move(at("a"), at("c"));
        assertSame(moved.now(), tree.stat(at("c")));
        assertThat(comparable(moved.now()).attributes())
                .isEqualTo(comparable(first).attributes());
        assertThat(tree.stat(at("a"))).isNull();
        assertThat(content(at("b"))).isEqualTo("second");
        assertThat(content(at("c"))).isEqualTo("first");
    }

    @Test
    void moves_no_file_onto_a_directory_and_no_directory_onto_an_empty_one() {
        publish("f", "x");
        directory("d");
        directory("e");
        assertThat(tree.move(at("f"), at("d"))).isEqualTo(new Step.TargetExists(tree.stat(at("d"))));
        assertThat(tree.move(at("d"), at("e"))).isEqualTo(new Step.TargetExists(tree.stat(at("e"))));
        assertThat(tree.move(at("d"), at("f"))).isEqualTo(new Step.TargetExists(tree.stat(at("f"))));
    }

    @Test
    void moves_nothing_where_source_or_directory_is_missing() {
        publish("f", "x");
        assertThat(tree.move(at("x"), at("y"))).isEqualTo(new Step.Missing());
        assertThat(tree.move(at("x/y"), at("y"))).isEqualTo(new Step.Missing());
        assertThat(tree.move(at("f"), at("x/y"))).isEqualTo(new Step.Missing());
        assertThat(content(at("f"))).isEqualTo("x");
    }

    @Test
    void moves_a_directory_with_all_below_it() {
        directory("d");
        directory("d/e");
        publish("d/e/f", "deep");
        ObjectIdentity identity = tree.stat(at("d")).identity();
        Step.Done moved = (Step.Done) tree.move(at("d"), at("g"));
        assertThat(moved.now().identity()).isEqualTo(identity);
        assertThat(content(at("g/e/f"))).isEqualTo("deep");
        assertThat(tree.stat(at("d"))).isNull();
        assertThatThrownBy(() -> tree.move(at("g"), at("g/e/g"))).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void replaces_a_file_and_hands_out_what_lay_there() {
        Stat old = publish("f", "old");
        Stat fresh = stage("s", "new");
        Step.Replaced replaced = (Step.Replaced) tree.replace(staged("s"), at("f"), held("h"));
        assertThat(content(at("f"))).isEqualTo("new");
        assertThat(content(held("h"))).isEqualTo("old");
        assertThat(tree.stat(staged("s"))).isNull();
        assertSame(replaced.now(), tree.stat(at("f")));
        assertSame(replaced.displaced(), tree.stat(held("h")));
        assertThat(replaced.now().identity()).isEqualTo(fresh.identity());
        assertThat(replaced.displaced().identity()).isEqualTo(old.identity());
        assertThat(tree.differByMoveOnly(old.fingerprint(), replaced.displaced().fingerprint()))
                .isTrue();
    }

    @Test
    void replaces_a_directory_or_link_too() {
        directory("d");
        publish("d/f", "inside");
        stage("s", "new");
        Step.Replaced replaced = (Step.Replaced) tree.replace(staged("s"), at("d"), held("h"));
        assertThat(replaced.displaced().kind()).isEqualTo(Kind.DIRECTORY);
        assertThat(content(at("d"))).isEqualTo("new");
        assertThat(content(new Place(Area.HELD, TreePath.parse("h/f")))).isEqualTo("inside");
        assumeCan(Ability.SYMLINKS);
        outside.makeLink("link", "d");
        stage("s", "newer");
        replaced = (Step.Replaced) tree.replace(staged("s"), at("link"), held("l"));
        assertThat(replaced.displaced().linkTarget()).isEqualTo("d");
        assertThat(content(at("link"))).isEqualTo("newer");
        assertThat(content(at("d"))).isEqualTo("new");
    }

    @Test
    void replaces_nothing_where_something_is_missing_or_the_other_place_is_taken() {
        stage("s", "new");
        assertThat(tree.replace(staged("s"), at("f"), held("h"))).isEqualTo(new Step.Missing());
        Stat there = publish("f", "old");
        assertThat(tree.replace(staged("no"), at("f"), held("h"))).isEqualTo(new Step.Missing());
        stage("for-held", "taken");
        Stat taken = tree.move(staged("for-held"), held("h")).nowOrNull();
        stage("s", "new");
        assertTaken(tree.replace(staged("s"), at("f"), held("h")), taken);
        assertSame(tree.stat(at("f")), there);
        assertThat(content(staged("s"))).isEqualTo("new");
        assertThat(content(held("h"))).isEqualTo("taken");
    }

    @Test
    void sets_attributes() {
        publish("f", "x");
        Attributes wanted = new Attributes(can(Ability.MODES) ? 0600 : -1, "", "", 123_456_789_012L);
        Step.Done done = (Step.Done) tree.setAttributes(at("f"), wanted);
        assertSame(done.now(), tree.stat(at("f")));
        if (can(Ability.MTIMES)) {
            assertThat(done.now().attributes().mtimeNanos()).isEqualTo(kept(123_456_789_012L));
        }
        assertThat(done.now().attributes().mode()).isEqualTo(wanted.mode());
        assertThat(tree.setAttributes(at("x"), wanted)).isEqualTo(new Step.Missing());
        Stat before = tree.stat(at("f"));
        tree.setAttributes(at("f"), Attributes.NONE);
        assertSame(tree.stat(at("f")), before);
    }

    @Test
    void keeps_an_owner_that_nobody_here_knows() {
        Stat before = publish("f", "x");
        Attributes wanted = new Attributes(-1, "nobody-has-this-name", "nor-this", SOME_TIME);
        assertThat(tree.setAttributes(at("f"), wanted)).isInstanceOf(Step.Done.class);
        Attributes is = comparable(tree.stat(at("f"))).attributes();
        if (can(Ability.FREE_OWNERS)) {
            assertThat(is.owner()).isEqualTo(wanted.owner());
            assertThat(is.group()).isEqualTo(wanted.group());
        } else {
            assertThat(is).isEqualTo(comparable(before).attributes());
        }
    }

    @Test
    void removes_only_empty_directories() {
        directory("d");
        publish("d/f", "x");
        Stat before = tree.stat(at("d"));
        assertThat(tree.removeDirectory(at("d"))).isEqualTo(new Step.NotEmpty());
        tree.move(at("d/f"), trashed("f"));
        assertThat(((Step.Done) tree.removeDirectory(at("d"))).now().fingerprint())
                .isEqualTo(before.fingerprint());
        assertThat(tree.stat(at("d"))).isNull();
        assertThat(tree.removeDirectory(at("d"))).isEqualTo(new Step.Missing());
        publish("file", "x");
        assertThat(tree.removeDirectory(at("file"))).isEqualTo(new Step.Missing());
        assertThat(content(at("file"))).isEqualTo("x");
    }

    @Test
    void purges_an_item_with_all_below_it_and_nothing_else() {
        directory("d");
        directory("d/e");
        publish("d/e/f", "x");
        publish("kept", "kept");
        if (can(Ability.SYMLINKS)) {
            tree.makeLink(at("d/e/link"), "../../kept");
        }
        tree.move(at("d"), trashed("d"));
        tree.purge(trashed("d"));
        tree.purge(trashed("d"));
        tree.purge(trashed("never"));
        assertThat(tree.stat(trashed("d"))).isNull();
        assertThat(content(at("kept"))).isEqualTo("kept");
        assertThatThrownBy(() -> tree.purge(at("kept"))).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void purges_a_deep_tree() {
        StringBuilder path = new StringBuilder("deep");
        for (int depth = 0; depth < deep(); depth++) {
            directory(path.toString());
            publish(path + "/f", "x");
            path.append("/d");
        }
        tree.move(at("deep"), trashed("deep"));
        tree.purge(trashed("deep"));
        assertThat(list(new Place(Area.TRASH, TreePath.ROOT)).entries()).isEmpty();
    }

    /** How many directories within each other are deep; some storages take long to make them. */
    protected int deep() {
        return 300;
    }

    @Test
    void keeps_odd_names_exactly() {
        List<String> names = List.of(
                " ",
                "two  spaces ",
                "-rf",
                "--",
                "~",
                "a\nb",
                "tab\t",
                "*?[x]",
                "\\",
                "\"'$(x)`",
                "…",
                "😀 emoji",
                "\u00fc",
                "u\u0308",
                "\ufffd",
                "...",
                "a.",
                "CON",
                "x".repeat(255),
                "é".repeat(127),
                ".onecopy2");
        List<String> held = new ArrayList<>();
        for (String name : names) {
            if (!isNameTested(name)) {
                continue;
            }
            if (tree.capabilities().names().complaint(TreePath.parse(name)) != null) {
                assertStorageProblem(ProblemCode.STORAGE_NAME_ILLEGAL, () -> tree.makeDirectory(at(name), PLAIN));
                continue;
            }
            publish(name, name);
            assertThat(tree.move(at(name), held("h"))).isInstanceOf(Step.Done.class);
            assertThat(tree.move(held("h"), at(name))).isInstanceOf(Step.Done.class);
            held.add(name);
        }
        assertThat(list(Place.inTree(TreePath.ROOT)).entries()).containsOnlyKeys(held);
        for (String name : held) {
            assertThat(content(at(name))).isEqualTo(name);
        }
    }

    @Test
    void keeps_names_apart_that_differ_in_case_only() {
        assumeCan(Ability.CASE_SENSITIVE);
        publish("name", "small");
        publish("NAME", "large");
        assertThat(content(at("name"))).isEqualTo("small");
    }

    @Test
    void flushes_as_often_as_asked() {
        tree.flush();
        publish("f", "x");
        tree.flush();
        tree.flush();
        assertThat(content(at("f"))).isEqualTo("x");
    }

    @Test
    void makes_its_working_folders_again_where_somebody_removed_them() {
        publish("f", "old");
        stage("s", "x");
        tree.move(staged("s"), at("g"));
        removeWorkingFolders();
        stage("s", "new");
        assertThat(tree.replace(staged("s"), at("f"), held("h"))).isInstanceOf(Step.Replaced.class);
        removeWorkingFolders();
        assertThat(tree.move(at("f"), trashed("t"))).isInstanceOf(Step.Done.class);
    }

    /** More than one listing's page holds. */
    protected int manyNames() {
        return 3000;
    }

    /** Whether the server under test, not the adapter, can hold a name. */
    protected boolean isNameTested(String odd) {
        return true;
    }

    /** Removes the working area with all in it, as an administrator might. No effect where there are no folders. */
    protected abstract void removeWorkingFolders();
}
