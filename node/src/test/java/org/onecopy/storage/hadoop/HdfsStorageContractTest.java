package org.onecopy.storage.hadoop;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.onecopy.storage.OutsideWriter;
import org.onecopy.storage.Storage;
import org.onecopy.storage.StorageContractTest;

/** A location in real HDFS, for a node that is its superuser. */
class HdfsStorageContractTest extends StorageContractTest {
    @TempDir
    Path spool;

    private final String location = MiniHdfs.unusedLocation();

    @Override
    protected Storage openStorage() {
        return new HadoopStorage(HadoopSettings.hdfs(MiniHdfs.shared().uri(), MiniHdfs.superuser(), spool));
    }

    @Override
    protected String location() {
        return location;
    }

    @Override
    protected OutsideWriter outsideWriter() {
        return MiniHdfs.writer(MiniHdfs.shared().system(), location);
    }

    @Override
    protected int deep() {
        return 40;
    }

    @Override
    protected void removeWorkingFolders() {
        MiniHdfs.run(
                () -> MiniHdfs.shared().system().delete(new org.apache.hadoop.fs.Path(location + "/.onecopy"), true));
    }
}
