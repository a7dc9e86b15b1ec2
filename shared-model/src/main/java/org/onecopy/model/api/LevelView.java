package org.onecopy.model.api;

import java.util.List;

/**
 * The network's feature level: what all its nodes understand.
 *
 * @param level in force
 * @param attainable the highest that all nodes know by their own answers; the one in force where a node does not answer
 * @param nodes all of them, by id
 */
public record LevelView(int level, int attainable, List<NodeLevelView> nodes) {
    public LevelView {
        nodes = List.copyOf(nodes);
    }
}
