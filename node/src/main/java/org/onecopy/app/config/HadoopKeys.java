package org.onecopy.app.config;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import org.onecopy.model.ByteCount;

/** The keys of storages of the types hdfs and hadoop. */
final class HadoopKeys {
    static final Key<URI> URI_OF_SYSTEM = Key.optional(
            "storage.hadoop.uri",
            KeyType.FILE_SYSTEM,
            "hdfs://namenode.example.org:8020",
            "Types hdfs and hadoop: the file system. Absent: fs.defaultFS of core-site.xml.");
    static final Key<Path> CONFIGURATION = Key.optional(
            "storage.hadoop.configuration",
            KeyType.PATH,
            "/etc/hadoop/conf",
            "Types hdfs and hadoop: directory with the cluster's own core-site.xml and hdfs-site.xml. Needed where there are several"
                    + " NameNodes, Kerberos or encryption.");
    static final Key<String> USER = Key.optional(
            "storage.hadoop.user",
            KeyType.TEXT,
            "onecopy",
            "Types hdfs and hadoop, without Kerberos: whom the node is in the cluster. Absent: the process's own user.");
    static final Key<String> PRINCIPAL = Key.optional(
            "storage.hadoop.principal",
            KeyType.TEXT,
            "onecopy/node.example.org@EXAMPLE.ORG",
            "Types hdfs and hadoop, with Kerberos: whom the node logs in as.");
    static final Key<Path> KEYTAB = Key.optional(
            "storage.hadoop.keytab",
            KeyType.PATH,
            "onecopy.keytab",
            "Types hdfs and hadoop, with Kerberos: file with the principal's key, readable for the node only.");
    static final Key<Integer> REPLICATION = Key.optional(
            "storage.hadoop.replication",
            KeyType.number(1, 512),
            "3",
            "Type hdfs: replicas of new files. Absent: as hdfs-site.xml says, else as the NameNode says.");
    static final Key<ByteCount> BLOCK_SIZE = Key.optional(
            "storage.hadoop.blockSize",
            KeyType.SIZE,
            "256MiB",
            "Type hdfs: block size of new files. Absent: as hdfs-site.xml says, else as the NameNode says.");
    static final Key<Path> PLUGINS = Key.optional(
            "storage.hadoop.plugins",
            KeyType.PATH,
            "/opt/onecopy/plugins",
            "Type hadoop: directory with the jars of the file system's connector and of what it needs.");
    static final Key<Path> SPOOL = Key.optional(
            "storage.hadoop.spool",
            KeyType.PATH,
            "/var/spool/onecopy",
            "Types hdfs and hadoop: local directory where parts of contents wait for those that come before them. Absent: 'spool' in"
                    + " dataDir.");

    private static final List<Key<?>> OF_HADOOP_ONLY = List.of(PLUGINS);
    private static final List<Key<?>> OF_HDFS_ONLY = List.of(REPLICATION, BLOCK_SIZE);

    /** In the order of the reference. */
    static final List<Key<?>> ALL =
            List.of(URI_OF_SYSTEM, CONFIGURATION, USER, PRINCIPAL, KEYTAB, REPLICATION, BLOCK_SIZE, PLUGINS, SPOOL);

    private HadoopKeys() {}

    static StorageConfig.Hadoop read(ConfigReader reader, StorageConfig.StorageType type) {
        return new StorageConfig.Hadoop(
                type,
                reader.find(URI_OF_SYSTEM),
                reader.find(CONFIGURATION),
                reader.find(USER),
                reader.find(PRINCIPAL),
                reader.find(KEYTAB),
                reader.find(REPLICATION),
                reader.find(BLOCK_SIZE),
                reader.find(PLUGINS),
                reader.find(SPOOL));
    }

    static void check(ConfigReader reader, StorageConfig.Hadoop storage) {
        boolean hdfs = storage.type() == StorageConfig.StorageType.HDFS;
        for (Key<?> key : hdfs ? OF_HADOOP_ONLY : OF_HDFS_ONLY) {
            if (reader.isPresent(key)) {
                reader.refuse(key.path(), "is only for a storage of type " + (hdfs ? "hadoop" : "hdfs"));
            }
        }
        if (storage.uri().isEmpty() && storage.configuration().isEmpty()) {
            reader.refuse(
                    URI_OF_SYSTEM.path(),
                    "the storage needs it, or the cluster's files in '" + CONFIGURATION.path() + "'");
        }
        if (hdfs
                && storage.uri().isPresent()
                && !"hdfs".equals(storage.uri().get().getScheme())) {
            reader.refuse(URI_OF_SYSTEM.path(), "a storage of type hdfs begins with hdfs://");
        }
        if (storage.principal().isPresent() != storage.keytab().isPresent()) {
            reader.refuse(PRINCIPAL.path(), "needs '" + KEYTAB.path() + "', and the other way round");
        }
        if (storage.principal().isPresent() && storage.user().isPresent()) {
            reader.refuse(USER.path(), "with Kerberos the node is who '" + PRINCIPAL.path() + "' says");
        }
    }
}
