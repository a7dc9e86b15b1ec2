package org.onecopy.storage.hadoop;

import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;

/**
 * How to reach a file system.
 *
 * @param onlyHdfs whether it has to be HDFS; else whatever the URI names
 * @param uri of the file system; empty: {@code fs.defaultFS} of the configuration
 * @param configuration directory with the cluster's {@code core-site.xml} and {@code hdfs-site.xml}; empty: none is needed
 * @param user whom to be on a cluster without Kerberos; empty: the process's own user
 * @param login with Kerberos; empty: none
 * @param plugins directory with the jars of connectors; empty: only what comes with the node
 * @param spool local directory in which parts of contents wait for those that come before them
 * @param replication of new files; empty: as the configuration says
 * @param blockBytes of new files; empty: as the configuration says
 */
public record HadoopSettings(
        boolean onlyHdfs,
        Optional<URI> uri,
        Optional<Path> configuration,
        Optional<String> user,
        Optional<Login> login,
        Optional<Path> plugins,
        Path spool,
        Optional<Integer> replication,
        Optional<Long> blockBytes) {

    /**
     * Who the node is for Kerberos.
     *
     * @param principal such as {@code onecopy/host.example.org@EXAMPLE.ORG}
     * @param keytab with its key
     */
    public record Login(String principal, Path keytab) {}

    /** HDFS at a URI, without more. */
    public static HadoopSettings hdfs(URI uri, String user, Path spool) {
        return new HadoopSettings(
                true,
                Optional.of(uri),
                Optional.empty(),
                Optional.of(user),
                Optional.empty(),
                Optional.empty(),
                spool,
                Optional.empty(),
                Optional.empty());
    }
}
