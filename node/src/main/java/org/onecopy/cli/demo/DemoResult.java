package org.onecopy.cli.demo;

import java.util.List;

/**
 * The result of a demonstration for machines.
 *
 * @param equal whether all zones held the same
 * @param seconds from the start of the copy to the proof
 * @param copiedFiles files and links that were new or different in the first zone
 * @param zones one row each, with one digest over everything
 * @param differences the first of them; empty where equal
 * @param networkFile for {@code --network}
 */
record DemoResult(
        boolean equal,
        double seconds,
        long copiedFiles,
        long copiedBytes,
        List<TreeProof.ZoneDigest> zones,
        List<String> differences,
        long differencesTotal,
        String networkFile) {}
