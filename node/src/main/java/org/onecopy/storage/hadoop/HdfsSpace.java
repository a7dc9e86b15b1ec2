package org.onecopy.storage.hadoop;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.QuotaUsage;
import org.apache.hadoop.hdfs.DistributedFileSystem;

/**
 * How much may still be written, in bytes of all replicas: what the DataNodes have left, or what the location's own quota of space
 * leaves. Asked at most every few seconds. Whether a location has a quota is asked rarely, for where it has none the NameNode counts
 * all that lies there. Quotas of directories above are not seen; exceeding them is refused by the NameNode.
 */
final class HdfsSpace {
    private static final long FRESH_NANOS = Duration.ofSeconds(3).toNanos();
    private static final long QUOTA_FRESH_NANOS = Duration.ofHours(1).toNanos();

    private final DistributedFileSystem system;
    private final Map<String, Known> known = new ConcurrentHashMap<>();

    /** @param quota of space, in bytes of all replicas; negative where there is none */
    private record Known(long atNanos, long available, long quota, long quotaAtNanos) {}

    HdfsSpace(DistributedFileSystem system) {
        this.system = system;
    }

    long available(String location) throws IOException {
        long now = System.nanoTime();
        Known last = known.get(location);
        if (last != null && now - last.atNanos < FRESH_NANOS) {
            return last.available;
        }
        long left = system.getClient().getDiskStatus().getRemaining();
        boolean asked = last != null && now - last.quotaAtNanos < QUOTA_FRESH_NANOS;
        long quota = -1;
        if (last == null || !asked || last.quota >= 0) {
            QuotaUsage usage = usage(location);
            quota = usage.getSpaceQuota();
            left = quota < 0 ? left : Math.min(left, Math.max(0, quota - usage.getSpaceConsumed()));
        }
        known.put(location, new Known(now, left, quota, last != null && asked ? last.quotaAtNanos : now));
        return left;
    }

    private QuotaUsage usage(String location) throws IOException {
        try {
            return system.getQuotaUsage(new Path(null, null, location));
        } catch (IOException e) {
            if (Faults.isDenied(e)) {
                return new QuotaUsage.Builder().quota(-1).spaceQuota(-1).build(); // it may not look everywhere
            }
            throw e;
        }
    }
}
