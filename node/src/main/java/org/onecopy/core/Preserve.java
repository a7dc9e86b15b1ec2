package org.onecopy.core;

/** What travels with a file beyond mode, owner, group and time, where its rule asks for it. */
public enum Preserve {
    /** Access control lists in the sense of POSIX: access and default entries. */
    ACL,
    /** Extended attributes of users: {@code user.*} on Linux, the namespace USER of HDFS. */
    XATTRS,
    /** The number of replicas and the block size of files of HDFS. */
    REPLICATION
}
