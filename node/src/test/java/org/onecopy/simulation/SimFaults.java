package org.onecopy.simulation;

import java.util.HashSet;
import java.util.Set;

/** What is wrong with one zone's storage now. */
final class SimFaults {
    /** The process stops at the storage step at which this reaches zero; negative: it does not. */
    int crashIn = -1;

    boolean unavailable;
    boolean noSpace;
    boolean unmounted;
    final Set<String> denied = new HashSet<>();

    void clear() {
        crashIn = -1;
        unavailable = false;
        noSpace = false;
        denied.clear();
    }
}
