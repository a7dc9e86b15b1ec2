package org.onecopy.storage.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.onecopy.storage.Lineage;

class LocalLineageTest {
    @TempDir
    private Path directory;

    private Lineage of(String path) {
        try (LocalStorage storage = new LocalStorage(directory, null)) {
            return storage.lineage(path);
        }
    }

    private static void assertOne(Lineage one, Lineage other, boolean same, boolean inside) {
        assertThat(one.isSameAs(other)).as("same").isEqualTo(same);
        assertThat(other.isSameAs(one)).as("same the other way").isEqualTo(same);
        assertThat(one.isInside(other)).as("inside").isEqualTo(inside);
    }

    @Test
    void knows_a_directory_that_does_not_exist_yet() {
        assertOne(of("/new/photos"), of("/new/photos"), true, false);
        assertOne(of("/new/photos"), of("/new/songs"), false, false);
        assertOne(of("/new/photos"), of("/new"), false, true);
        assertOne(of("/new"), of("/new/photos"), false, false);
        assertOne(of("/newer"), of("/new"), false, false);
    }

    @Test
    void tells_missing_directories_of_one_name_apart() throws IOException {
        Files.createDirectory(directory.resolve("a"));
        Files.createDirectory(directory.resolve("b"));
        assertOne(of("/a/new"), of("/b/new"), false, false);
        assertOne(of("/a/new/deep"), of("/b/new"), false, false);
    }

    @Test
    void knows_a_directory_by_every_way_that_leads_to_it() throws IOException {
        Files.createDirectories(directory.resolve("real/deep"));
        Files.createSymbolicLink(directory.resolve("link"), directory.resolve("real"));
        assertOne(of("/link"), of("/real"), true, false);
        assertOne(of("/link/deep"), of("/real"), false, true);
        assertOne(of("/link/missing"), of("/real/missing"), true, false);
        try (LocalStorage elsewhere = new LocalStorage(directory.resolve("real"), null)) {
            assertOne(elsewhere.lineage("/deep"), of("/real/deep"), true, false);
            assertOne(elsewhere.lineage("/later"), of("/link"), false, true);
        }
    }
}
