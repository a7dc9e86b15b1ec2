package org.onecopy.storage.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.onecopy.core.Extras;
import org.onecopy.model.ProblemCode;
import org.onecopy.problem.ProblemException;
import org.onecopy.problem.StorageException;
import org.onecopy.storage.Capabilities;
import org.onecopy.storage.Finding;
import org.onecopy.storage.Finding.Result;
import org.onecopy.storage.ForwardingTree;
import org.onecopy.storage.Lineage;
import org.onecopy.storage.Listed;
import org.onecopy.storage.Stat;
import org.onecopy.storage.Step;
import org.onecopy.storage.Storage;
import org.onecopy.storage.Tree;
import org.onecopy.storage.TreeCall;
import org.onecopy.storage.Trial;
import org.onecopy.storage.local.LocalStorage;

/** What a verification says of directories, good and bad, and of a storage that does not keep its word. */
class VerificationTest {
    @TempDir
    Path directory;

    private List<Finding> verify(String path) {
        return verify(new LocalStorage(directory, null), path);
    }

    private static List<Finding> verify(Storage storage, String path) {
        return new Verification(storage, 1).run(path);
    }

    private List<String> everything() throws IOException {
        try (Stream<Path> all = Files.walk(directory)) {
            return all.map(path -> directory.relativize(path).toString())
                    .sorted()
                    .toList();
        }
    }

    private static String failed(List<Finding> findings) {
        return findings.stream()
                .filter(finding -> finding.result() == Result.FAIL)
                .map(Finding::check)
                .collect(Collectors.joining(" "));
    }

    private static Finding of(List<Finding> findings, String check) {
        return findings.stream()
                .filter(finding -> finding.check().equals(check))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no " + check + " in " + findings));
    }

    @Test
    void finds_nothing_wrong_with_a_good_directory_and_leaves_it_as_it_was() throws IOException {
        Files.writeString(Files.createDirectory(directory.resolve("zone")).resolve("f"), "mine");
        List<String> before = everything();
        List<Finding> findings = verify("/zone");
        assertThat(failed(findings)).as("%s", findings).isEmpty();
        assertThat(findings)
                .extracting(Finding::check)
                .contains("reach", "rights", "atomic create", "clock", "watches");
        assertThat(everything()).isEqualTo(before);
        assertThat(Files.readString(directory.resolve("zone/f"))).isEqualTo("mine");
    }

    @Test
    void tries_a_location_that_is_not_there_where_it_would_be_made() throws IOException {
        List<Finding> findings = verify("/a/b");
        assertThat(failed(findings)).isEmpty();
        assertThat(of(findings, "location").found()).contains("made in " + directory);
        assertThat(everything()).containsExactly("");
    }

    @Test
    void does_not_disturb_a_location_in_use_and_clears_what_a_killed_one_left() throws IOException {
        LocalStorage storage = new LocalStorage(directory, null);
        try (Tree tree = storage.open("/zone", true)) {
            Path left = Files.createDirectories(directory.resolve("zone/.onecopy/verify/.onecopy/stage"));
            Files.writeString(left.resolve("content"), "of a killed one");
            List<Finding> findings = verify(storage, "/zone");
            assertThat(failed(findings)).as("%s", findings).isEmpty();
            assertThat(directory.resolve("zone/.onecopy/verify")).doesNotExist();
            assertThat(directory.resolve("zone/.onecopy/stage")).isDirectory();
            RightsCheck.Names names = new RightsCheck.Names();
            tree.list(org.onecopy.storage.Place.inTree(org.onecopy.core.TreePath.ROOT), names);
            assertThat(names.seen).isEmpty();
        }
    }

    @Test
    void clears_a_working_area_outside_of_the_location_too() throws IOException {
        LocalStorage storage = new LocalStorage(directory, directory.resolve("work"));
        assertThat(failed(verify(storage, "/zone"))).isEmpty();
        assertThat(everything()).containsExactly("", "work");
    }

    @Test
    void says_that_a_file_is_no_directory() throws IOException {
        Files.writeString(directory.resolve("f"), "x");
        List<Finding> findings = verify("/f");
        assertThat(failed(findings)).isEqualTo("location");
        assertThat(of(findings, "location").found()).contains("is not a directory");
        assertThat(of(findings, "location").remedy()).isNotEmpty();
        assertThat(everything()).containsExactly("", "f");
    }

    @Test
    void says_that_a_directory_may_only_be_read() throws IOException, InterruptedException {
        Path mount = Files.createDirectory(directory.resolve("mount"));
        boolean mounted = new ProcessBuilder("mount", "-t", "tmpfs", "-o", "ro", "tmpfs", mount.toString())
                        .start()
                        .waitFor()
                == 0;
        assumeTrue(mounted, "this process may not mount a tmpfs");
        try {
            List<Finding> findings = verify("/mount");
            assertThat(failed(findings)).isEqualTo("rights");
            assertThat(of(findings, "rights").remedy()).contains("mount the file system for writing");
        } finally {
            new ProcessBuilder("umount", "-l", mount.toString()).start().waitFor();
        }
    }

    @Test
    void says_that_nothing_is_reached_where_the_root_is_missing() {
        List<Finding> findings = verify(new LocalStorage(directory.resolve("gone"), null), "/zone");
        assertThat(failed(findings)).isEqualTo("reach");
        assertThat(findings).hasSize(1);
    }

    @Test
    void says_that_too_little_space_is_left() {
        List<Finding> findings = new Verification(new LocalStorage(directory, null), Long.MAX_VALUE / 4).run("/zone");
        assertThat(failed(findings)).isEqualTo("space");
    }

    @Test
    void refuses_a_path_that_no_location_can_have() {
        assertThatThrownBy(() -> verify("zone"))
                .isInstanceOfSatisfying(
                        ProblemException.class, e -> assertThat(e.code()).isEqualTo(ProblemCode.PATH_INVALID));
    }

    @Test
    void finds_out_a_storage_that_tells_two_writers_that_they_have_a_name() throws IOException {
        List<Finding> findings = verify(
                new Altered(tree -> new ForwardingTree(tree) {
                    @Override
                    @SuppressWarnings("unchecked") // an answer of a move is a step
                    protected <T> T around(TreeCall call, Supplier<T> action) {
                        T answer = action.get();
                        return answer instanceof Step.TargetExists taken ? (T) new Step.Done(taken.there()) : answer;
                    }
                }),
                "/zone");
        assertThat(of(findings, "atomic create").result()).isEqualTo(Result.FAIL);
        assertThat(everything()).containsExactly("");
    }

    @Test
    void finds_out_a_storage_that_shows_no_file_while_it_is_replaced() {
        List<Finding> findings = verify(
                new Altered(tree -> new ForwardingTree(tree) {
                    private volatile boolean replacing;

                    @Override
                    @SuppressWarnings("unchecked") // nothing is there
                    protected <T> T around(TreeCall call, Supplier<T> action) {
                        replacing |= call == TreeCall.REPLACE;
                        return call == TreeCall.STAT
                                        && replacing
                                        && Thread.currentThread().isVirtual()
                                ? (T) null
                                : action.get();
                    }
                }),
                "/zone");
        assertThat(of(findings, "atomic replace").result()).isEqualTo(Result.FAIL);
    }

    @Test
    void finds_out_a_storage_that_loses_times_and_modes() {
        List<Finding> findings = verify(
                new Altered(tree -> new ForwardingTree(tree) {
                    @Override
                    @SuppressWarnings("unchecked") // a stat is a stat
                    protected <T> T around(TreeCall call, Supplier<T> action) {
                        T answer = action.get();
                        return answer instanceof Stat stat && call == TreeCall.STAT
                                ? (T) new Stat(
                                        stat.kind(),
                                        stat.length(),
                                        new org.onecopy.core.Attributes(0600, "", "", 1),
                                        stat.fingerprint(),
                                        stat.identity(),
                                        stat.linkTarget(),
                                        1)
                                : answer;
                    }
                }),
                "/zone");
        assertThat(failed(findings)).contains("modes").contains("times");
    }

    @Test
    void finds_out_a_storage_that_loses_lists_and_extended_attributes() {
        List<Finding> sound = verify(new LocalStorage(directory, null), "/zone");
        assertThat(of(sound, "access control lists").result()).isNotEqualTo(Result.FAIL);
        assertThat(of(sound, "extended attributes").result()).isNotEqualTo(Result.FAIL);
        boolean keepsAny = of(sound, "extended attributes").result() == Result.OK
                && of(sound, "access control lists").result() == Result.OK;
        assumeTrue(keepsAny, "the file system keeps none");
        List<Finding> findings = verify(
                new Altered(tree -> new ForwardingTree(tree) {
                    @Override
                    @SuppressWarnings("unchecked") // a step is a step
                    protected <T> T around(TreeCall call, Supplier<T> action) {
                        T answer = action.get();
                        return answer instanceof Step.Done done && call == TreeCall.SET_ATTRIBUTES
                                ? (T) new Step.Done(
                                        done.now().with(done.now().attributes().withExtras(Extras.NONE)))
                                : answer;
                    }
                }),
                "/zone");
        assertThat(failed(findings)).contains("access control lists").contains("extended attributes");
    }

    @Test
    void names_the_right_that_is_missing_and_leaves_out_what_needs_it() throws IOException {
        List<Finding> findings = verify(
                new Altered(tree -> new ForwardingTree(tree) {
                    @Override
                    protected <T> T around(TreeCall call, Supplier<T> action) {
                        if (call == TreeCall.READ) {
                            throw new StorageException(
                                    ProblemCode.STORAGE_DENIED,
                                    "cannot read /zone/f: no; give the right; it is tried again",
                                    null);
                        }
                        return action.get();
                    }
                }),
                "/zone");
        assertThat(failed(findings)).isEqualTo("read");
        assertThat(of(findings, "read")).isEqualTo(Finding.fail("read", "cannot read /zone/f: no", "give the right"));
        assertThat(findings).extracting(Finding::check).doesNotContain("list", "atomic create");
        assertThat(everything()).containsExactly("");
    }

    /** A directory whose trials have an altered tree. */
    private final class Altered implements Storage {
        private final Storage inner = new LocalStorage(directory, null);
        private final UnaryOperator<Tree> alteration;

        Altered(UnaryOperator<Tree> alteration) {
            this.alteration = alteration;
        }

        @Override
        public Capabilities capabilities() {
            return inner.capabilities();
        }

        @Override
        public Tree open(String path, boolean create) {
            return inner.open(path, create);
        }

        @Override
        public Lineage lineage(String path) {
            return inner.lineage(path);
        }

        @Override
        public void browse(String path, Consumer<Listed> sink) {
            inner.browse(path, sink);
        }

        @Override
        public Trial trial(String path) {
            Trial trial = inner.trial(path);
            return new Trial() {
                @Override
                public List<Finding> reach() {
                    return trial.reach();
                }

                @Override
                public Finding location() {
                    return trial.location();
                }

                @Override
                public Tree open() {
                    return alteration.apply(trial.open());
                }

                @Override
                public List<Finding> particulars() {
                    return trial.particulars();
                }

                @Override
                public void close() {
                    trial.close();
                }
            };
        }

        @Override
        public void close() {
            inner.close();
        }
    }
}
