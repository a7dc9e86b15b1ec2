package org.onecopy.model.api;

import com.fasterxml.jackson.annotation.JsonValue;
import org.onecopy.model.Words;

/** What travels with a file beyond mode, owner, group and time, where a rule asks for it. */
public enum Preserve {
    /** POSIX access control lists, access and default ones. */
    ACL,
    /** Extended attributes of users: {@code user.*} on Linux, the namespace USER of HDFS. */
    XATTRS,
    /** The number of replicas and the block size of files of HDFS. */
    REPLICATION;

    /** The constant as it stands in JSON, in commands and in tables. */
    @JsonValue
    public String word() {
        return Words.of(this);
    }
}
