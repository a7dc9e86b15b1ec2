/**
 * Who did what, as it is agreed: entries of the registry that hold the hash of the one before them. May depend on {@code core.table} and
 * the shared model's words for it.
 */
@NullMarked
package org.onecopy.core.audit;

import org.jspecify.annotations.NullMarked;
