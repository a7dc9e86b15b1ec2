package org.onecopy.core.shown;

import org.jspecify.annotations.Nullable;
import org.onecopy.core.Attributes;
import org.onecopy.core.namespace.Operation;

/**
 * An operation that was proposed and whose journal entry has not been processed here yet.
 *
 * @param entry the entry it is about
 * @param operation as proposed, contents without inline bytes
 * @param fingerprint the storage's fingerprint of what was proposed; empty where it is about no content
 * @param sinceMillis the node's clock at the proposal
 * @param seen the attributes that the storage showed, where more was proposed than it can show; else null
 */
public record Pending(
        long entry,
        Operation operation,
        String fingerprint,
        long sinceMillis,
        @Nullable Attributes seen) {
    /** The same for another entry, as another operation. */
    public Pending as(long otherEntry, Operation other) {
        return new Pending(otherEntry, other, fingerprint, sinceMillis, seen);
    }
}
