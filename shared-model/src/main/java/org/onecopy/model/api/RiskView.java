package org.onecopy.model.api;

import java.util.List;
import org.onecopy.model.ByteCount;

/**
 * What no zone that is left would hold, as far as is agreed: of a zone that is only cut off, it comes back with it.
 *
 * @param all whether no zone is left that holds anything
 * @param bytes the sum of the lengths; at least so many
 * @param contents how many
 * @param oldestSeconds for how long the oldest has been in the lost zones only; 0 where nothing is at risk, and with {@code all}
 * @param paths some of them, the oldest first; rather too many than too few where zones have holes
 */
public record RiskView(boolean all, ByteCount bytes, long contents, double oldestSeconds, List<String> paths) {
    public RiskView {
        paths = List.copyOf(paths);
    }
}
