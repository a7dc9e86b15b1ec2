package org.onecopy.storage.hadoop;

import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.onecopy.storage.OutsideWriter;
import org.onecopy.storage.Storage;
import org.onecopy.storage.StorageContractTest;

/** A file system that is only known by Hadoop's common interface: its own one for local files, which starts a process for each mode. */
@Tag("full")
class FileSystemStorageContractTest extends StorageContractTest {
    @TempDir
    Path directory;

    @Override
    protected Storage openStorage() {
        return new HadoopStorage(new HadoopSettings(
                false,
                Optional.of(URI.create("file:///")),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                directory.resolve("spool"),
                Optional.empty(),
                Optional.empty()));
    }

    @Override
    protected String location() {
        return directory + "/zone";
    }

    @Override
    protected OutsideWriter outsideWriter() {
        try {
            return MiniHdfs.writer(FileSystem.newInstance(URI.create("file:///"), new Configuration()), location());
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Override
    protected int deep() {
        return 10;
    }

    @Override
    protected void removeWorkingFolders() {
        MiniHdfs.run(() -> FileSystem.newInstance(URI.create("file:///"), new Configuration())
                .delete(new org.apache.hadoop.fs.Path(location() + "/.onecopy"), true));
    }
}
