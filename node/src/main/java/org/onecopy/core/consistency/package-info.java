/** Proofs about the agreed tree. Pure. May depend on {@code core.namespace} and {@code core.table}. */
@NullMarked
package org.onecopy.core.consistency;

import org.jspecify.annotations.NullMarked;
