package org.onecopy.core.shown;

import org.onecopy.core.namespace.CheckShare;
import org.onecopy.model.Version;

/**
 * How far this zone's share of a consistency check is.
 *
 * @param counts so far; differences are counted once they are settled
 * @param nextItem the number of the next item
 * @param tree the digest of the agreed tree where the check was cut, in hexadecimal digits; empty where this node could not compute it
 * @param followed moves that were agreed up to here have been looked at: what was moved out of a directory that was still to be compared
 *     into one that had been would be missed otherwise
 */
public record CheckProgress(CheckShare.Counts counts, long nextItem, String tree, Version followed) {}
