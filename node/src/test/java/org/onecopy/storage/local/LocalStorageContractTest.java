package org.onecopy.storage.local;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.onecopy.storage.OutsideWriter;
import org.onecopy.storage.Storage;
import org.onecopy.storage.StorageContractTest;

/** A directory tree with its working area inside. */
class LocalStorageContractTest extends StorageContractTest {
    @TempDir
    Path directory;

    @Override
    protected Storage openStorage() {
        return new LocalStorage(Path.of("/"), null);
    }

    @Override
    protected String location() {
        return directory + "/zone";
    }

    @Override
    protected OutsideWriter outsideWriter() {
        return new LocalFixture(Path.of(location()));
    }

    @Override
    protected void removeWorkingFolders() {
        LocalFixture.deleteAll(Path.of(location(), ".onecopy"));
    }
}
