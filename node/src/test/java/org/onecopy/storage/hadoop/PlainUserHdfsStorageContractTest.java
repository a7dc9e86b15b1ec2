package org.onecopy.storage.hadoop;

import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.onecopy.storage.OutsideWriter;
import org.onecopy.storage.Storage;
import org.onecopy.storage.StorageContractTest;

/** A location in real HDFS that belongs to a node's user, who has no further rights. */
@Tag("full")
class PlainUserHdfsStorageContractTest extends StorageContractTest {
    private static final String USER = "onecopy";

    @TempDir
    Path spool;

    private final String parent = MiniHdfs.unusedLocation();

    @Override
    protected Storage openStorage() {
        MiniHdfs.run(() -> {
            org.apache.hadoop.fs.Path own = new org.apache.hadoop.fs.Path(parent);
            MiniHdfs.shared().system().mkdirs(own);
            MiniHdfs.shared().system().setOwner(own, USER, USER);
        });
        return new HadoopStorage(HadoopSettings.hdfs(MiniHdfs.shared().uri(), USER, spool));
    }

    @Override
    protected String location() {
        return parent + "/zone";
    }

    @Override
    protected OutsideWriter outsideWriter() {
        return MiniHdfs.writer(MiniHdfs.shared().as(USER), location());
    }

    @Override
    protected int deep() {
        return 40;
    }

    @Override
    protected void removeWorkingFolders() {
        MiniHdfs.run(
                () -> MiniHdfs.shared().system().delete(new org.apache.hadoop.fs.Path(location() + "/.onecopy"), true));
    }
}
