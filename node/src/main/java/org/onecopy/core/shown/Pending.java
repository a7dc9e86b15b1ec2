package org.onecopy.core.shown;

import org.onecopy.core.namespace.Operation;

/**
 * An operation that was proposed and whose journal entry has not been processed here yet.
 *
 * @param entry the entry it is about
 * @param operation as proposed, contents without inline bytes
 * @param fingerprint the storage's fingerprint of what was proposed; empty where it is about no content
 * @param sinceMillis the node's clock at the proposal
 */
public record Pending(long entry, Operation operation, String fingerprint, long sinceMillis) {}
