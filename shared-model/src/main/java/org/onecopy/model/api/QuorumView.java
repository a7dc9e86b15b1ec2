package org.onecopy.model.api;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.onecopy.model.NodeId;

/**
 * Whether the members of a group could still agree.
 *
 * @param agrees whether they could
 * @param voters how many there are before anything is lost
 * @param left how many of them would be left
 * @param majority how many of them must be left
 * @param margin how many more could be lost; negative: so many are missing
 * @param leaders one of these would lead, by id; empty where they could not agree
 * @param remedy the one change beforehand that would help most; absent where nothing is wanting, or no single change helps
 */
public record QuorumView(
        boolean agrees,
        int voters,
        int left,
        int majority,
        int margin,
        List<NodeId> leaders,
        @Nullable RemedyView remedy) {
    public QuorumView {
        leaders = List.copyOf(leaders);
    }
}
