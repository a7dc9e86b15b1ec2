package org.onecopy.storage.hadoop;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.QuotaUsage;
import org.apache.hadoop.hdfs.DFSClient;
import org.apache.hadoop.hdfs.DistributedFileSystem;
import org.apache.hadoop.hdfs.protocol.DatanodeInfo;
import org.apache.hadoop.hdfs.protocol.EncryptionZone;
import org.apache.hadoop.hdfs.protocol.ErasureCodingPolicy;
import org.apache.hadoop.hdfs.protocol.HdfsConstants.DatanodeReportType;
import org.onecopy.storage.Finding;

/** What only HDFS has: superusers, replicas, quotas, encryption zones, erasure coding. */
final class HdfsFacts {
    private final DistributedFileSystem system;
    private final DFSClient client;
    private final int replication;

    /** @param replication of new files */
    HdfsFacts(DistributedFileSystem system, int replication) {
        this.system = system;
        this.client = system.getClient();
        this.replication = replication;
    }

    List<Finding> of(String directory) throws IOException {
        List<Finding> found = new ArrayList<>();
        DatanodeInfo[] nodes = liveNodes();
        found.add(superuser(nodes != null));
        found.add(durability(nodes));
        found.add(quota(directory));
        ErasureCodingPolicy coding = client.getErasureCodingPolicy(directory);
        if (coding != null) {
            found.add(Finding.warn(
                    "erasure coding",
                    "files here are stored by " + coding.getName(),
                    "a content whose transfer stops is written anew: no appending within a block"));
        }
        EncryptionZone zone = client.getEZForPath(directory);
        if (zone != null) {
            found.add(Finding.ok("encryption", "in the encryption zone " + zone.getPath()));
        }
        return found;
    }

    /** Null where the node is no superuser, who alone may ask. */
    private DatanodeInfo @org.jspecify.annotations.Nullable [] liveNodes() throws IOException {
        try {
            return client.datanodeReport(DatanodeReportType.LIVE);
        } catch (IOException e) {
            if (Faults.isDenied(e)) {
                return null;
            }
            throw e;
        }
    }

    private static Finding superuser(boolean is) {
        return is
                ? Finding.ok("superuser", "the node is a superuser: it is told of edits, and sets owners as agreed")
                : Finding.warn(
                        "superuser",
                        "the node is no superuser: it is told of no edits, and what it publishes belongs to it",
                        "add it to dfs.permissions.superusergroup, or live with scans (capture.scanInterval)");
    }

    private Finding durability(DatanodeInfo @org.jspecify.annotations.Nullable [] nodes) {
        String found =
                "blocks are on the DataNodes' disks before a content is published, %d times".formatted(replication);
        if (nodes != null && nodes.length < replication) {
            return Finding.warn(
                    "durability",
                    found + ", but %d DataNodes are alive".formatted(nodes.length),
                    "start DataNodes, or set storage.hadoop.replication");
        }
        return replication > 1
                ? Finding.ok("durability", found)
                : Finding.warn(
                        "durability",
                        found,
                        "with the one disk the content is lost there: see storage.hadoop.replication");
    }

    private Finding quota(String directory) throws IOException {
        QuotaUsage usage;
        try {
            usage = system.getQuotaUsage(new Path(null, null, directory));
        } catch (IOException e) {
            if (Faults.isDenied(e)) {
                return Finding.ok("quota", "the node may not ask for it");
            }
            throw e;
        }
        boolean names = usage.getQuota() >= 0;
        boolean space = usage.getSpaceQuota() >= 0;
        if (!names && !space) {
            return Finding.ok("quota", "none of its own");
        }
        String found = (names ? "%d of %d names ".formatted(usage.getFileAndDirectoryCount(), usage.getQuota()) : "")
                + (space
                        ? "%d of %d bytes of all replicas ".formatted(usage.getSpaceConsumed(), usage.getSpaceQuota())
                        : "");
        return Finding.warn(
                "quota", found + "are used", "what exceeds it is parked: hdfs dfsadmin -setQuota, -setSpaceQuota");
    }
}
