package org.onecopy.app;

import java.nio.file.Path;
import org.onecopy.app.config.NodeConfig;
import org.onecopy.app.config.StorageConfig;
import org.onecopy.model.ByteCount;
import org.onecopy.storage.DecoratedStorage;
import org.onecopy.storage.PrincipalTree;
import org.onecopy.storage.Storage;
import org.onecopy.storage.hadoop.HadoopSettings;
import org.onecopy.storage.hadoop.HadoopStorage;
import org.onecopy.storage.local.LocalStorage;
import org.onecopy.storage.s3.S3Settings;
import org.onecopy.storage.s3.S3Storage;

/** The one place that makes the storage which a node's configuration asks for. */
final class Storages {
    private Storages() {}

    /** Opens a zone's storage. One on other machines is spoken to when a tree is opened, so that a node starts while it is away. */
    static Storage open(NodeConfig node) {
        Storage storage = plain(node);
        return node.principals().isPlain()
                ? storage
                : new DecoratedStorage(storage, tree -> new PrincipalTree(tree, node.principals()));
    }

    private static Storage plain(NodeConfig node) {
        return switch (node.storage()) {
            case StorageConfig.Local local ->
                new LocalStorage(local.directory(), local.workArea().orElse(null));
            // A witness has no rules to materialize, but answers questions about paths.
            case StorageConfig.None ignored -> new LocalStorage(Path.of("/"), null);
            case StorageConfig.S3 s3 -> new S3Storage(settings(s3, node.dataDir()));
            case StorageConfig.Hadoop hadoop -> new HadoopStorage(settings(node, hadoop));
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
                s3.spool().orElse(dataDir.resolve("spool")),
                s3.eventQueue().orElse(null));
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
}
