package org.onecopy.storage.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.onecopy.core.Attributes;
import org.onecopy.core.Kind;
import org.onecopy.core.Name;
import org.onecopy.core.TreePath;
import org.onecopy.model.ProblemCode;
import org.onecopy.problem.StorageException;
import org.onecopy.storage.Ability;
import org.onecopy.storage.ContentReader;
import org.onecopy.storage.ObjectIdentity;
import org.onecopy.storage.Place;
import org.onecopy.storage.Place.Area;
import org.onecopy.storage.StageWriter;
import org.onecopy.storage.Stat;
import org.onecopy.storage.Step;
import org.onecopy.storage.Tree;

/** What is true of local trees alone: links, mounts, special files and odd bytes that others plant. */
final class LocalTreeTest {
    private static final Attributes PLAIN = new Attributes(0755, "", "", 0);

    @TempDir
    Path directory;

    private Path zone;
    private Tree tree;
    private final Map<String, Stat> entries = new TreeMap<>();
    private final Map<String, String> refused = new TreeMap<>();
    private final List<Runnable> cleanUps = new ArrayList<>();

    @BeforeEach
    void openTree() {
        zone = directory.resolve("zone");
        tree = new LocalStorage(Path.of("/"), null).open(zone.toString(), true);
    }

    @AfterEach
    void cleanUp() {
        tree.close();
        cleanUps.forEach(Runnable::run);
    }

    private static Place at(String path) {
        return Place.inTree(TreePath.parse(path));
    }

    private static Place item(Area area, String name) {
        return Place.item(area, new Name(name));
    }

    private void list(String path) {
        entries.clear();
        refused.clear();
        assertThat(tree.list(at(path), new Tree.ListSink() {
                    @Override
                    public void entry(Name name, Stat stat) {
                        entries.put(name.value(), stat);
                    }

                    @Override
                    public void refused(String printableName, String reason) {
                        refused.put(printableName, reason);
                    }
                }))
                .isTrue();
    }

    private Stat stage(String name, String text) {
        ByteBuffer content = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
        try (StageWriter writer = tree.stage(new Name(name), content.remaining())) {
            writer.write(0, content);
            return writer.finish(new Attributes(0644, "", "", 1));
        }
    }

    private static void assertProblem(ProblemCode code, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        StorageException.class,
                        problem -> assertThat(problem.code())
                                .as(problem.getMessage())
                                .isEqualTo(code));
    }

    private void bash(String command, Object... arguments) {
        assertThat(LocalFixture.bash(command, arguments)).as(command).isNotNull();
    }

    private void mountTmpfs(Path where, String options) throws IOException {
        Files.createDirectories(where);
        boolean mounted = LocalFixture.bash("mount -t tmpfs -o " + options + " tmpfs \"$1\"", where) != null;
        assumeTrue(mounted, "this process may not mount a tmpfs");
        cleanUps.add(() -> LocalFixture.bash("umount -l \"$1\"", where));
    }

    @Test
    void never_leaves_the_tree_by_a_planted_link() throws IOException {
        Path other = Files.createDirectory(directory.resolve("other"));
        Files.writeString(other.resolve("secret"), "secret");
        var permissions = Files.getPosixFilePermissions(other);
        for (String target : List.of(other.toString(), "../other")) {
            Files.createSymbolicLink(zone.resolve("way"), Path.of(target));
            stage("s", "x");
            assertThat(tree.stat(at("way/secret"))).isNull();
            assertThat(tree.read(at("way/secret"))).isNull();
            assertThat(tree.move(item(Area.STAGE, "s"), at("way/new"))).isEqualTo(new Step.Missing());
            assertThat(tree.move(at("way/secret"), at("mine"))).isEqualTo(new Step.Missing());
            assertThat(tree.replace(item(Area.STAGE, "s"), at("way/secret"), item(Area.HELD, "h")))
                    .isEqualTo(new Step.Missing());
            assertThat(tree.makeDirectory(at("way/d"), PLAIN)).isEqualTo(new Step.Missing());
            assertThat(tree.makeLink(at("way/l"), "x")).isEqualTo(new Step.Missing());
            assertThat(tree.setAttributes(at("way/secret"), new Attributes(0, "", "", 1)))
                    .isEqualTo(new Step.Missing());
            assertThat(tree.removeDirectory(at("way"))).isEqualTo(new Step.Missing());
            assertThat(tree.setAttributes(at("way"), new Attributes(0123, "", "", 5)))
                    .isInstanceOf(Step.Done.class);
            Files.delete(zone.resolve("way"));
        }
        assertThat(other).isDirectoryContaining("glob:**/secret");
        assertThat(Files.getPosixFilePermissions(other)).isEqualTo(permissions);
        assertThat(Files.readString(other.resolve("secret"))).isEqualTo("secret");
        try (var names = Files.list(other)) {
            assertThat(names).hasSize(1);
        }
    }

    @Test
    void stages_nothing_through_a_planted_link() throws IOException {
        Path victim = Files.writeString(directory.resolve("victim"), "victim");
        Files.createSymbolicLink(zone.resolve(".onecopy/stage/s"), victim);
        assertThatThrownBy(() -> stage("s", "x")).isInstanceOf(StorageException.class);
        assertThat(Files.readString(victim)).isEqualTo("victim");
    }

    @Test
    void opens_a_location_through_a_link_above_it() throws IOException {
        Files.createSymbolicLink(directory.resolve("alias"), zone);
        try (Tree same = new LocalStorage(Path.of("/"), null).open(directory + "/alias", false)) {
            assertThat(same.rootIdentity()).isEqualTo(tree.rootIdentity());
            Files.writeString(zone.resolve("f"), "x");
            assertThat(same.stat(at("f"))).isEqualTo(tree.stat(at("f")));
        }
    }

    @Test
    void notices_that_the_root_is_gone_or_another() throws IOException {
        ObjectIdentity before = tree.rootIdentity();
        Files.writeString(zone.resolve("f"), "x");
        Files.move(zone, directory.resolve("away"));
        assertProblem(ProblemCode.STORAGE_UNAVAILABLE, tree::rootIdentity);
        assertProblem(ProblemCode.STORAGE_UNAVAILABLE, () -> tree.stat(at("f")));
        Files.createDirectory(zone);
        assertThat(tree.rootIdentity()).isNotEqualTo(before);
        assertProblem(ProblemCode.STORAGE_ROOT_CHANGED, () -> tree.stat(at("f")));
        assertProblem(ProblemCode.STORAGE_ROOT_CHANGED, () -> list(""));
        assertProblem(ProblemCode.STORAGE_ROOT_CHANGED, () -> tree.makeDirectory(at("d"), PLAIN));
        assertProblem(ProblemCode.STORAGE_ROOT_CHANGED, () -> stage("s", "x"));
        Files.delete(zone);
        Files.move(directory.resolve("away"), zone);
        assertThat(tree.rootIdentity()).isEqualTo(before);
        assertThat(tree.stat(at("f"))).isNotNull();
    }

    @Test
    void makes_nothing_in_another_directory_than_the_known_one() throws IOException {
        LocalStorage storage = new LocalStorage(Path.of("/"), null);
        ObjectIdentity known = tree.rootIdentity();
        storage.openKnown(zone.toString(), known).close();
        Files.move(zone, directory.resolve("away"));
        assertProblem(ProblemCode.STORAGE_UNAVAILABLE, () -> storage.openKnown(zone.toString(), known));
        assertThat(zone).doesNotExist();
        Files.createDirectory(zone);
        assertProblem(ProblemCode.STORAGE_ROOT_CHANGED, () -> storage.openKnown(zone.toString(), known));
        assertThat(zone).isEmptyDirectory();
    }

    @Test
    void lets_its_file_system_be_unmounted_and_notices() throws IOException {
        Path mount = directory.resolve("mount");
        mountTmpfs(mount, "size=1m");
        try (Tree mounted = new LocalStorage(Path.of("/"), null).open(mount.toString(), false)) {
            Files.writeString(mount.resolve("f"), "x");
            assertThat(mounted.stat(at("f"))).isNotNull();
            mounted.makeDirectory(at("d"), PLAIN);
            mounted.flush();
            ObjectIdentity before = mounted.rootIdentity();
            bash("umount \"$1\"", mount);
            assertThat(mounted.rootIdentity()).isNotEqualTo(before);
            assertProblem(ProblemCode.STORAGE_ROOT_CHANGED, () -> mounted.stat(at("f")));
        }
    }

    @Test
    void leaves_alone_what_is_mounted_below_the_root() throws IOException {
        mountTmpfs(zone.resolve("inner"), "size=1m");
        Files.writeString(zone.resolve("inner/f"), "x");
        Files.createDirectory(zone.resolve("own"));
        Files.createFile(zone.resolve("file"));
        bash("mount --bind \"$1\" \"$1\"", zone.resolve("own"));
        cleanUps.add(() -> LocalFixture.bash("umount -l \"$1\"", zone.resolve("own")));
        list("");
        assertThat(entries).containsOnlyKeys("file");
        assertThat(refused).containsOnlyKeys("inner", "own");
        assertThat(refused.get("inner")).contains("another file system is mounted here");
        assertThatThrownBy(() -> tree.makeDirectory(at("inner/d"), PLAIN))
                .isInstanceOf(StorageException.class)
                .hasMessageContaining("EXDEV");
    }

    @Test
    void says_that_the_disk_is_full() throws IOException {
        Path mount = directory.resolve("small");
        mountTmpfs(mount, "size=256k,nr_inodes=20");
        try (Tree small = new LocalStorage(Path.of("/"), null).open(mount.toString(), false)) {
            assertThat(small.spaceAvailable()).isBetween(1L, 256L << 10);
            try (StageWriter writer = small.stage(new Name("big"), 1 << 20)) {
                assertProblem(ProblemCode.STORAGE_NO_SPACE, () -> writer.write(0, ByteBuffer.allocate(1 << 20)));
            }
            small.purge(item(Area.STAGE, "big"));
            assertProblem(ProblemCode.STORAGE_NO_SPACE, () -> {
                for (int i = 0; i < 30; i++) {
                    small.makeDirectory(at("d" + i), PLAIN);
                }
            });
        }
    }

    @Test
    void says_that_the_file_system_is_read_only() throws IOException {
        Path mount = directory.resolve("ro");
        mountTmpfs(mount, "size=1m");
        try (Tree fixed = new LocalStorage(Path.of("/"), null).open(mount.toString(), false)) {
            Files.writeString(mount.resolve("f"), "x");
            bash("mount -o remount,ro \"$1\"", mount);
            assertProblem(ProblemCode.STORAGE_DENIED, () -> fixed.makeDirectory(at("d"), PLAIN));
            assertProblem(ProblemCode.STORAGE_DENIED, () -> fixed.move(at("f"), at("g")));
            assertThat(fixed.stat(at("f"))).isNotNull();
        }
    }

    @Test
    void says_that_it_is_not_permitted() throws IOException {
        Path fixed = Files.createDirectory(zone.resolve("fixed"));
        assumeTrue(
                LocalFixture.bash("chattr +i \"$1\"", fixed) != null,
                "this process may not make a directory immutable");
        cleanUps.add(() -> LocalFixture.bash("chattr -i \"$1\"", fixed));
        assertThatThrownBy(() -> tree.makeDirectory(at("fixed/d"), PLAIN))
                .isInstanceOfSatisfying(StorageException.class, problem -> {
                    assertThat(problem.code()).isEqualTo(ProblemCode.STORAGE_DENIED);
                    assertThat(problem).hasMessageContaining(fixed + "/d").hasMessageContaining("lsattr");
                });
        assertProblem(
                ProblemCode.STORAGE_DENIED, () -> tree.setAttributes(at("fixed"), new Attributes(0700, "", "", 0)));
        LocalFixture.bash("chattr -i \"$1\"", fixed);
    }

    @Test
    @Timeout(20)
    void refuses_special_files_and_never_blocks_on_them() {
        bash("cd \"$1\" && mkfifo pipe .onecopy/stage/s && mknod zero c 1 5", zone);
        list("");
        assertThat(refused).containsOnlyKeys("pipe", "zero");
        assertThat(refused.get("pipe")).contains("pipe");
        assertThat(tree.stat(at("pipe"))).isNull();
        assertThat(tree.read(at("pipe"))).isNull();
        assertThat(tree.read(at("zero"))).isNull();
        assertThat(tree.move(at("pipe"), at("moved"))).isEqualTo(new Step.Missing());
        assertThat(tree.setAttributes(at("pipe"), PLAIN)).isEqualTo(new Step.Missing());
        assertProblem(ProblemCode.STORAGE_FAILED, () -> tree.makeDirectory(at("pipe"), PLAIN));
        assertProblem(ProblemCode.STORAGE_FAILED, () -> stage("s", "x"));
        stage("new", "x");
        assertProblem(ProblemCode.STORAGE_FAILED, () -> tree.move(item(Area.STAGE, "new"), at("pipe")));
        Place displaced = item(Area.HELD, "h");
        assertProblem(ProblemCode.STORAGE_FAILED, () -> tree.replace(item(Area.STAGE, "new"), at("pipe"), displaced));
        assertThat(tree.stat(item(Area.STAGE, "new"))).isNotNull();
        list("");
        assertThat(refused).containsOnlyKeys("pipe", "zero");
    }

    @Test
    void refuses_names_and_links_that_are_not_utf8() {
        bash(
                "cd \"$1\" && touch $'bad\\xff' $'b\\xc3' good && ln -s $'x\\xfe' link && mkdir $'d\\xed\\xa0\\x80'",
                zone);
        list("");
        assertThat(entries).containsOnlyKeys("good");
        assertThat(refused).containsOnlyKeys("bad\\xff", "b\\xc3", "link", "d\\xed\\xa0\\x80");
        assertThat(tree.stat(at("link"))).isNull();
        assertProblem(ProblemCode.STORAGE_FAILED, () -> tree.makeLink(at("link"), "x"));
    }

    @Test
    void purges_what_java_cannot_name_and_what_may_not_be_written() {
        bash(
                "cd \"$1\"/.onecopy/trash && mkdir -p t/$'\\xff'/ro && touch t/$'\\xff'/ro/$'\\xfe' && mkfifo t/p && chmod 555 t/$'\\xff'/ro",
                zone);
        tree.purge(item(Area.TRASH, "t"));
        assertThat(zone.resolve(".onecopy/trash")).isEmptyDirectory();
    }

    @Test
    void counts_hard_links() throws IOException {
        Files.writeString(zone.resolve("one"), "x");
        Files.createLink(zone.resolve("two"), zone.resolve("one"));
        assertThat(tree.stat(at("one")).links()).isEqualTo(2);
        assertThat(tree.stat(at("one")).identity())
                .isEqualTo(tree.stat(at("two")).identity());
    }

    @Test
    void keeps_holes_and_tells_where_data_begins() throws IOException {
        long data = 64 << 20;
        try (StageWriter writer = tree.stage(new Name("sparse"), data * 2)) {
            writer.write(data, ByteBuffer.wrap(new byte[] {1}));
            writer.finish(PLAIN);
        }
        tree.move(item(Area.STAGE, "sparse"), at("sparse"));
        Object blocks =
                LocalFixture.bash("stat -c %b \"$1\"", zone.resolve("sparse")).strip();
        assertThat(Long.parseLong(blocks.toString()) * 512).isLessThan(1 << 20);
        try (ContentReader reader = tree.read(at("sparse"))) {
            assertThat(reader.nextData(0)).isBetween(data - (1 << 20), data);
            assertThat(reader.nextData(data)).isEqualTo(data);
            assertThat(reader.nextData(data + (1 << 20))).isEqualTo(data * 2);
        }
    }

    @Test
    void keeps_owners_by_name_and_number() throws IOException {
        boolean root = "root".equals(Files.getOwner(zone).getName());
        assumeTrue(root, "only root may give files away");
        Stat staged;
        try (StageWriter writer = tree.stage(new Name("s"), 0)) {
            staged = writer.finish(new Attributes(04755, "daemon", "4711", 1));
        }
        assertThat(staged.attributes()).isEqualTo(new Attributes(04755, "daemon", "4711", 1));
        assertThat(Files.getAttribute(zone.resolve(".onecopy/stage/s"), "unix:gid"))
                .isEqualTo(4711);
        Step.Done made = (Step.Done) tree.makeDirectory(at("d"), new Attributes(02775, "daemon", "daemon", 0));
        assertThat(made.now().attributes()).isEqualTo(new Attributes(02775, "daemon", "daemon", 0));
        tree.makeLink(at("l"), "nowhere");
        tree.setAttributes(at("l"), new Attributes(0777, "daemon", "daemon", 0));
        assertThat(Files.getOwner(zone.resolve("l"), LinkOption.NOFOLLOW_LINKS).getName())
                .isEqualTo("daemon");
    }

    @Test
    void leaves_the_times_of_directories_alone() throws IOException {
        Files.createDirectory(zone.resolve("d"));
        var before = Files.getLastModifiedTime(zone.resolve("d"));
        tree.setAttributes(at("d"), new Attributes(0700, "", "", 5));
        assertThat(Files.getLastModifiedTime(zone.resolve("d"))).isEqualTo(before);
    }

    @Test
    void handles_paths_longer_than_one_call_takes() {
        String part = "directory-of-a-long-name-".repeat(8);
        StringBuilder path = new StringBuilder(part);
        for (int depth = 0; depth < 60; depth++) {
            assertThat(tree.makeDirectory(at(path.toString()), PLAIN)).isInstanceOf(Step.Done.class);
            path.append('/').append(part);
        }
        stage("s", "deep");
        assertThat(tree.move(item(Area.STAGE, "s"), at(path.toString()))).isInstanceOf(Step.Done.class);
        assertThat(tree.stat(at(path.toString())).kind()).isEqualTo(Kind.FILE);
        tree.move(at(part), item(Area.TRASH, "t"));
        tree.purge(item(Area.TRASH, "t"));
    }

    @Test
    void leaves_a_name_too_long_or_a_work_area_below_alone() {
        assertProblem(ProblemCode.STORAGE_NAME_ILLEGAL, () -> tree.makeLink(at("l"), "x".repeat(5000)));
        try (Tree inside = new LocalStorage(Path.of("/"), zone.resolve("work")).open(zone.toString(), false)) {
            assertThat(inside.stat(item(Area.STAGE, "nothing"))).isNull();
            assertThat(zone.resolve(".onecopy/stage")).isDirectory();
        }
    }

    @Test
    void puts_the_work_area_inside_where_the_other_is_on_another_file_system() throws IOException {
        Path mount = directory.resolve("mount");
        mountTmpfs(mount, "size=1m");
        try (Tree mounted = new LocalStorage(Path.of("/"), directory.resolve("work")).open(mount + "/z", true)) {
            assertThat(mount.resolve("z/.onecopy/stage")).isDirectory();
            assertThat(mounted.capabilities().can(Ability.ATOMIC_REPLACE)).isTrue();
        }
    }

    @Test
    void keeps_no_descriptor_open() throws IOException {
        exercise();
        int before = openDescriptors();
        for (int i = 0; i < 20; i++) {
            exercise();
        }
        assertThat(openDescriptors()).isLessThan(before + 10);
    }

    private void exercise() {
        stage("s", "x");
        tree.move(item(Area.STAGE, "s"), at("f"));
        stage("s", "y");
        tree.replace(item(Area.STAGE, "s"), at("f"), item(Area.HELD, "h"));
        tree.move(at("f"), item(Area.TRASH, "t"));
        tree.move(at("no"), at("no2"));
        tree.makeDirectory(at("d"), PLAIN);
        tree.makeDirectory(at("d"), PLAIN);
        tree.makeLink(at("d/l"), "x");
        list("d");
        tree.removeDirectory(at("d"));
        tree.move(at("d"), item(Area.TRASH, "d"));
        tree.purge(item(Area.TRASH, "t"));
        tree.purge(item(Area.TRASH, "d"));
        tree.purge(item(Area.HELD, "h"));
        assertThat(tree.read(at("no"))).isNull();
        tree.flush();
    }

    private static int openDescriptors() throws IOException {
        try (var open = Files.list(Path.of("/proc/self/fd"))) {
            return (int) open.count();
        }
    }

    @Test
    void reads_from_the_file_that_it_opened_after_others_wrote_to_it() throws IOException {
        Files.writeString(zone.resolve("f"), "before");
        try (ContentReader reader = tree.read(at("f"));
                FileChannel writer = FileChannel.open(zone.resolve("f"), StandardOpenOption.WRITE)) {
            Stat before = reader.stat();
            writer.write(ByteBuffer.wrap(new byte[] {'B'}), 0);
            assertThat(reader.stat().fingerprint()).isNotEqualTo(before.fingerprint());
        }
    }
}
