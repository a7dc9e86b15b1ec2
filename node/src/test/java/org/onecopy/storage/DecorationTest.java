package org.onecopy.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.onecopy.core.Attributes;
import org.onecopy.core.TreePath;
import org.onecopy.model.ProblemCode;
import org.onecopy.problem.StorageException;
import org.onecopy.storage.local.LocalStorage;

final class DecorationTest {
    private static final Attributes PLAIN = new Attributes(0755, "", "", 0);
    private static final Place D = Place.inTree(TreePath.parse("d"));

    @TempDir
    Path directory;

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private FaultyTree faulty;
    private Tree tree;

    @BeforeEach
    void open() {
        faulty = new FaultyTree(new LocalStorage(Path.of("/"), null).open(directory.toString(), false));
        tree = new MeteredTree(faulty, registry, "z");
    }

    @Test
    void fails_before_or_after_the_effect_as_told() {
        faulty.failBefore(TreeCall.MAKE_DIRECTORY, 1, ProblemCode.STORAGE_NO_SPACE);
        assertThatThrownBy(() -> tree.makeDirectory(D, PLAIN))
                .isInstanceOfSatisfying(
                        StorageException.class, e -> assertThat(e.code()).isEqualTo(ProblemCode.STORAGE_NO_SPACE));
        assertThat(tree.stat(D)).isNull();
        faulty.failAfter(TreeCall.MAKE_DIRECTORY, 1, ProblemCode.STORAGE_FAILED);
        assertThatThrownBy(() -> tree.makeDirectory(D, PLAIN)).isInstanceOf(StorageException.class);
        assertThat(tree.stat(D)).isNotNull();
        faulty.failBefore(TreeCall.STAT, 2, ProblemCode.STORAGE_FAILED);
        assertThat(tree.stat(D)).isNotNull();
        assertThatThrownBy(() -> tree.stat(D)).isInstanceOf(StorageException.class);
        assertThat(tree.stat(D)).isNotNull();
    }

    @Test
    void has_no_hints_where_they_are_not_wanted() {
        assertThat(tree.capabilities().can(Ability.HINTS)).isTrue();
        Tree unhinted = new MeteredTree(new UnhintedTree(faulty), registry, "z");
        assertThat(unhinted.capabilities()).isEqualTo(tree.capabilities().without(Ability.HINTS));
        assertThat(unhinted.watch(new HintSink() {
                    @Override
                    public void changed(TreePath directory, boolean settled) {}

                    @Override
                    public void lookBelow(TreePath directory) {}
                }))
                .isNull();
    }

    @Test
    void fails_the_same_calls_for_the_same_seed() {
        assertThat(failures(42)).isEqualTo(failures(42)).hasSizeBetween(20, 80);
        assertThat(failures(43)).isNotEqualTo(failures(42));
    }

    private List<Integer> failures(long seed) {
        faulty.failAtRandom(seed, 0.5);
        List<Integer> failed = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            try {
                tree.spaceAvailable();
            } catch (StorageException e) {
                failed.add(i);
            }
        }
        return failed;
    }

    @Test
    void counts_calls_by_kind_and_outcome() {
        tree.stat(D);
        tree.stat(D);
        faulty.failBefore(TreeCall.STAT, 1, ProblemCode.STORAGE_FAILED);
        assertThatThrownBy(() -> tree.stat(D)).isInstanceOf(StorageException.class);
        assertThat(count("stat", "done")).isEqualTo(2);
        assertThat(count("stat", "failed")).isEqualTo(1);
        assertThat(count("move", "done")).isZero();
    }

    private long count(String call, String outcome) {
        return registry.get("onecopy_storage_call_seconds")
                .tags("zone", "z", "call", call, "outcome", outcome)
                .timer()
                .count();
    }
}
