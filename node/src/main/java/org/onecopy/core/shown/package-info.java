/**
 * What a zone's storage shows of a rule, as far as its writer knows: the local records (HAZARDS R5), which never leave the zone. Pure.
 * May depend on {@code core.namespace}, {@code core.table} and {@code core}.
 */
@NullMarked
package org.onecopy.core.shown;

import org.jspecify.annotations.NullMarked;
