package org.onecopy.model.api;

/**
 * Which feature level the network is to have. It cannot be lowered again.
 *
 * @param level 1 or more
 */
public record LevelSpec(int level) {
    public LevelSpec {
        if (level < 1) {
            throw new IllegalArgumentException("level is " + level + ": expected a feature level, 1 or more");
        }
    }
}
