package org.onecopy.storage.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.onecopy.model.ProblemCode;
import org.onecopy.storage.Ability;
import org.onecopy.storage.ContentReader;
import org.onecopy.storage.Finding;
import org.onecopy.storage.ObjectIdentity;
import org.onecopy.storage.OutsideWriter;
import org.onecopy.storage.Stat;
import org.onecopy.storage.Storage;
import org.onecopy.storage.StorageContractTest;
import org.onecopy.storage.Trial;
import org.onecopy.testing.FuseMount;

/** A mounted file system of which this machine does not know all that happens; others write below it. */
class MountedStorageContractTest extends StorageContractTest {
    @TempDir
    static Path directory;

    private static FuseMount mount;
    private static int count;

    private final String name = "zone-" + ++count;

    @BeforeAll
    static void mount() throws IOException {
        String obstacle = FuseMount.obstacle("bindfs", "bindfs");
        assumeTrue(obstacle == null, obstacle);
        mount = FuseMount.bind(
                Files.createDirectory(directory.resolve("below")), Files.createDirectory(directory.resolve("mount")));
    }

    @AfterAll
    static void unmount() {
        if (mount != null) {
            mount.close();
        }
    }

    @Override
    protected Storage openStorage() {
        return new LocalStorage(Path.of("/"), null);
    }

    @Override
    protected String location() {
        return directory + "/mount/" + name;
    }

    @Override
    protected OutsideWriter outsideWriter() {
        return new LocalFixture(Path.of(location()));
    }

    @Override
    protected void removeWorkingFolders() {
        LocalFixture.deleteAll(Path.of(location(), ".onecopy"));
    }

    /** Such file systems give the whole path to the one below, which takes 4096 bytes. */
    @Override
    protected int deep() {
        return 20;
    }

    @Test
    void is_another_tree_where_another_one_has_its_place_and_its_numbers() throws IOException {
        ObjectIdentity known = tree.rootIdentity();
        Path mark = directory.resolve("below").resolve(name).resolve(".onecopy/zone");
        Path away = Files.move(mark, directory.resolve("mark-of-" + name));
        assertThat(tree.rootIdentity()).isNotEqualTo(known);
        assertThatThrownBy(() -> storage().openKnown(location(), known))
                .hasMessageContaining("write the line " + Files.readString(away).strip() + " into");
        Files.writeString(mark, "00000000-0000-4000-8000-000000000001\n");
        assertThat(tree.rootIdentity()).isNotEqualTo(known);
        assertStorageProblem(ProblemCode.STORAGE_ROOT_CHANGED, () -> storage().openKnown(location(), known));
        Files.move(away, mark, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        assertThat(tree.rootIdentity()).isEqualTo(known);
        storage().openKnown(location(), known).close();
    }

    @Test
    void sees_what_others_write_while_it_reads() throws IOException {
        outside.write("file", "before");
        try (ContentReader reader = tree.read(at("file"))) {
            Stat before = reader.stat();
            Files.writeString(directory.resolve("below").resolve(name).resolve("file"), "behind");
            assertThat(reader.stat().fingerprint()).isNotEqualTo(before.fingerprint());
        }
    }

    @Test
    void warns_that_it_cannot_make_anything_durable_by_itself() {
        try (Trial trial = storage().trial(location())) {
            trial.open().close();
            assertThat(trial.particulars()).anySatisfy(found -> {
                assertThat(found.check()).isEqualTo("durability");
                assertThat(found.result()).isEqualTo(Finding.Result.WARN);
            });
        }
    }

    @Test
    void knows_that_it_is_not_told_of_everything() {
        assertThat(can(Ability.HINTS)).isFalse();
    }
}
