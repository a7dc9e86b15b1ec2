package org.onecopy.app;

import java.nio.file.Path;
import org.onecopy.app.config.NodeConfig;
import org.onecopy.app.config.StorageConfig;
import org.onecopy.model.ProblemCode;
import org.onecopy.model.Words;
import org.onecopy.problem.ProblemException;
import org.onecopy.storage.Storage;
import org.onecopy.storage.local.LocalStorage;
import org.onecopy.storage.s3.S3Settings;
import org.onecopy.storage.s3.S3Storage;

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
            case StorageConfig.S3 s3 -> new S3Storage(settings(s3, node.dataDir()));
            case StorageConfig.Hadoop hadoop -> throw missing(hadoop);
        };
    }

    private static S3Settings settings(StorageConfig.S3 s3, Path dataDir) {
        return new S3Settings(
                s3.bucket(),
                s3.prefix(),
                s3.endpoint().orElse(null),
                s3.region().orElse(null),
                s3.pathStyle(),
                s3.credentials().orElse(null),
                switch (s3.encryption()) {
                    case BUCKET -> S3Settings.Encryption.BUCKET;
                    case SSE_S3 -> S3Settings.Encryption.SSE_S3;
                    case SSE_KMS -> S3Settings.Encryption.SSE_KMS;
                },
                s3.kmsKey().orElse(null),
                s3.conditionalWrites() == StorageConfig.ConditionalWrites.AUTO,
                s3.partSize().value(),
                s3.concurrency(),
                s3.spool().orElse(dataDir.resolve("spool")));
    }

    private static ProblemException missing(StorageConfig config) {
        return new ProblemException(
                ProblemCode.CONFIG_INVALID,
                "'storage.type: %s' is not built into this release; use local, or none for a witness"
                        .formatted(Words.of(config.type())));
    }
}
