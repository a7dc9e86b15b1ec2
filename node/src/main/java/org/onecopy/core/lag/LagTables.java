package org.onecopy.core.lag;

import org.onecopy.core.table.Table;

/** The tables of a node's history of lag. */
public final class LagTables {
    /** By length of step, number of the block, rule and zone, so that what is old goes as one range. */
    public static final Table<String, LagBlock> BLOCKS = new Table<>("lag-blocks");

    private LagTables() {}
}
