package org.onecopy.model;

/** Timeouts of consensus that belong together. All nodes of a network are to run with the same. */
public enum TimeoutProfile {
    /** Round trips below 100 ms on links that lose little. */
    LAN,
    /** Farther, or on bad links. */
    WAN
}
