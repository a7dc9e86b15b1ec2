package org.onecopy.app.config;

import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import org.onecopy.model.ByteCount;

/** What a zone's storage is, and how to reach it: one kind for each value of {@code storage.type}. */
public sealed interface StorageConfig {
    /** The value of {@code storage.type}. */
    StorageType type();

    /** Below what the paths of locations lie, for people. */
    String root();

    /** What a zone's storage is. */
    enum StorageType {
        /** A directory tree of this machine. */
        LOCAL,
        /** A bucket, or what lies in one below a prefix. */
        S3,
        /** A cluster of the Hadoop distributed file system. */
        HDFS,
        /** Any file system that Hadoop has a connector for. */
        HADOOP,
        /** Nothing: the node is a witness. */
        NONE
    }

    /** Nothing: the node is a witness. */
    record None() implements StorageConfig {
        @Override
        public StorageType type() {
            return StorageType.NONE;
        }

        @Override
        public String root() {
            return "/";
        }
    }

    /**
     * A directory tree of this machine.
     *
     * @param directory below it lie the paths of locations
     * @param workArea empty: a directory in each location
     */
    record Local(Path directory, Optional<Path> workArea) implements StorageConfig {
        @Override
        public StorageType type() {
            return StorageType.LOCAL;
        }

        @Override
        public String root() {
            return directory.toString();
        }
    }

    /**
     * HDFS, or any file system that Hadoop has a connector for.
     *
     * @param type one of the two
     * @param uri of the file system; empty: as the cluster's files say
     * @param configuration directory with the cluster's files
     * @param user whom the node is there without Kerberos; empty: the process's own user
     * @param principal whom it logs in as with Kerberos; empty: without
     * @param keytab where and only where there is a principal
     * @param replication of new files; empty: as the cluster says
     * @param blockSize of new files; empty: as the cluster says
     * @param plugins directory with the connector's jars
     * @param spool where parts of contents wait; empty: in the node's own directory
     */
    record Hadoop(
            StorageType type,
            Optional<URI> uri,
            Optional<Path> configuration,
            Optional<String> user,
            Optional<String> principal,
            Optional<Path> keytab,
            Optional<Integer> replication,
            Optional<ByteCount> blockSize,
            Optional<Path> plugins,
            Optional<Path> spool)
            implements StorageConfig {
        @Override
        public String root() {
            String name = uri.map(URI::toString)
                    .orElse(configuration.map(Path::toString).orElse(""));
            return name.endsWith("/") ? name : name + "/";
        }
    }

    /**
     * A bucket, or what lies in one below a prefix.
     *
     * @param prefix without slashes at its ends; empty: the whole bucket
     * @param endpoint empty: Amazon's of the region
     * @param region empty: as the environment says
     * @param pathStyle whether the bucket stands in the path of a request, not in its host
     * @param credentials file in the form of {@code ~/.aws/credentials}; empty: as the environment says
     * @param kmsKey empty: the account's own
     * @param conditionalWrites whether they are used where the server has them
     * @param partSize of multipart uploads; contents up to it go in one request
     * @param concurrency requests at once
     * @param spool where contents wait before they are put into the bucket; empty: in the node's own directory
     * @param eventQueue URL of the queue that the bucket tells of changes; empty: changes are found by listing alone
     */
    record S3(
            String bucket,
            String prefix,
            Optional<URI> endpoint,
            Optional<String> region,
            boolean pathStyle,
            Optional<Path> credentials,
            Encryption encryption,
            Optional<String> kmsKey,
            ConditionalWrites conditionalWrites,
            ByteCount partSize,
            int concurrency,
            Optional<Path> spool,
            Optional<URI> eventQueue)
            implements StorageConfig {
        @Override
        public StorageType type() {
            return StorageType.S3;
        }

        @Override
        public String root() {
            return "s3://" + bucket + "/" + prefix;
        }
    }

    /** How a server of S3 encrypts what it is given. */
    enum Encryption {
        /** As the bucket says. */
        BUCKET,
        /** With keys of the server's own. */
        SSE_S3,
        /** With a key of the key management service. */
        SSE_KMS
    }

    /** Whether conditions of the server keep a write from overwriting what it has not seen. */
    enum ConditionalWrites {
        /** Where a look at the server shows that it keeps them. */
        AUTO,
        /** Not used, also where the server has them. */
        NEVER
    }
}
