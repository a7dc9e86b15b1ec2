package org.onecopy.app;

import java.nio.file.Path;
import org.onecopy.app.config.NodeConfig;
import org.onecopy.app.config.StorageConfig;
import org.onecopy.model.ByteCount;
import org.onecopy.model.ProblemCode;
import org.onecopy.model.Words;
import org.onecopy.problem.ProblemException;
import org.onecopy.storage.Storage;
import org.onecopy.storage.hadoop.HadoopSettings;
import org.onecopy.storage.hadoop.HadoopStorage;
import org.onecopy.storage.local.LocalStorage;

/** The one place that makes the storage which a node's configuration asks for. */
final class Storages {
    private Storages() {}

    /**
     * Opens a zone's storage. Blocks, where the storage is on other machines.
     *
     * @throws ProblemException {@code CONFIG_INVALID} where there is no adapter for the type
     */
    static Storage open(NodeConfig node) {
        return switch (node.storage()) {
            case StorageConfig.Local local ->
                new LocalStorage(local.directory(), local.workArea().orElse(null));
            // A witness has no rules to materialize, but answers questions about paths.
            case StorageConfig.None ignored -> new LocalStorage(Path.of("/"), null);
            case StorageConfig.S3 s3 -> throw missing(s3);
            case StorageConfig.Hadoop hadoop -> new HadoopStorage(settings(node, hadoop));
        };
    }

    private static HadoopSettings settings(NodeConfig node, StorageConfig.Hadoop hadoop) {
        return new HadoopSettings(
                hadoop.type() == StorageConfig.StorageType.HDFS,
                hadoop.uri(),
                hadoop.configuration(),
                hadoop.user(),
                hadoop.principal()
                        .flatMap(principal ->
                                hadoop.keytab().map(keytab -> new HadoopSettings.Login(principal, keytab))),
                hadoop.plugins(),
                hadoop.spool().orElse(node.dataDir().resolve("spool")),
                hadoop.replication(),
                hadoop.blockSize().map(ByteCount::value));
    }

    private static ProblemException missing(StorageConfig config) {
        return new ProblemException(
                ProblemCode.CONFIG_INVALID,
                "'storage.type: %s' is not built into this release; use local, or none for a witness"
                        .formatted(Words.of(config.type())));
    }
}
