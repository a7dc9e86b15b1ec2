package org.onecopy.storage.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.onecopy.storage.Storage;

/** A directory tree with its working area elsewhere on the same file system, below a root that is not the machine's. */
final class LocalStorageWithWorkAreaContractTest extends LocalStorageContractTest {
    @Override
    protected Storage openStorage() {
        return new LocalStorage(directory, directory.resolve("work"));
    }

    @Override
    protected String location() {
        return "/zone";
    }

    @Override
    protected LocalFixture outsideWriter() {
        return new LocalFixture(directory.resolve("zone"));
    }

    @Override
    protected void removeWorkingFolders() {
        try (Stream<Path> areas = Files.list(directory.resolve("work"))) {
            areas.forEach(area -> {
                LocalFixture.deleteAll(area.resolve("stage"));
                LocalFixture.deleteAll(area.resolve("held"));
                LocalFixture.deleteAll(area.resolve("trash"));
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
