package org.onecopy.model.api;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What it means for users that a storage lacks an ability: one sentence for each word. */
public final class StorageMeaning {
    private static final Map<String, String> OF_LACK = meanings();

    private StorageMeaning() {}

    private static Map<String, String> meanings() {
        Map<String, String> of = new LinkedHashMap<>();
        of.put("atomic-replace", "while a file is replaced there is none for a moment");
        of.put(
                "atomic-directory-move",
                "readers see a mixture while a directory is renamed, because all in it is copied");
        of.put(
                "conditional-writes",
                "between a look and a write there are some milliseconds in which a change of somebody else is lost");
        of.put("hints", "changes are found by looking through everything, at capture.scanInterval at the latest");
        of.put("identities", "what users move there is a removal and a creation for the other zones");
        of.put("change-marks", "a change that keeps a file's length and sets its old time again is not seen");
        of.put("cheap-moves", "moving a file copies its bytes");
        of.put("stable-reads", "a file that is replaced while it is read for another zone is read again");
        of.put("durable-steps", "each batch ends with a flush");
        of.put("modes", "permission bits are kept in the index, and not shown there");
        of.put("set-id-modes", "set-user-id and set-group-id bits are left out there");
        of.put("owners", "owners and groups are kept in the index, and not shown there");
        of.put("free-owners", "only owners that have an account there, and that the node may set, are shown");
        of.put("acls", "access control lists, where a rule preserves them, are kept in the index, and not shown there");
        of.put(
                "xattrs",
                "extended attributes, where a rule preserves them, are kept in the index, and not shown there");
        of.put(
                "replication",
                "replicas and block sizes, where a rule preserves them, are kept in the index for zones in HDFS");
        of.put("mtimes", "files show the time at which they were written there");
        of.put("early-mtimes", "times before 1970 are shown as 1970");
        of.put("symlinks", "symbolic links are parked there");
        of.put("holes", "sparse files take their full length");
        of.put(
                "measured-space",
                "nobody sees how much room is left; the disk on which contents wait is watched instead");
        of.put("case-sensitive", "names that differ by case only are one name");
        return of;
    }

    /** All words that are known, in the order in which to show them. */
    public static List<String> words() {
        return List.copyOf(OF_LACK.keySet());
    }

    /** What it means that a storage lacks this; empty for a word of a newer release. */
    public static String ofLack(String ability) {
        return OF_LACK.getOrDefault(ability, "");
    }
}
