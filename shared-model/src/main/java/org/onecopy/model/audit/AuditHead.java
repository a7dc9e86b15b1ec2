package org.onecopy.model.audit;

import org.onecopy.model.Digest;

/**
 * How far a chain has come.
 *
 * @param chain which one
 * @param sequence of its newest entry; 0 where it has none
 * @param hash of that entry; {@link AuditEntry#START} where there is none
 */
public record AuditHead(String chain, long sequence, Digest hash) {}
