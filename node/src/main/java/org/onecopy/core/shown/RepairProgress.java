package org.onecopy.core.shown;

import org.onecopy.core.namespace.RepairShare;

/**
 * How far this zone's share of a repair is.
 *
 * @param position nothing more is to be done of the check's findings up to this number
 * @param counts of these
 * @param sinceMillis the node's clock when it began
 */
public record RepairProgress(long position, RepairShare.Counts counts, long sinceMillis) {}
