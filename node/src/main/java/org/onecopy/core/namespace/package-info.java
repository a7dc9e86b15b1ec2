/**
 * The heart: the agreed tree of each rule of one membership, as tables, and what each command of the log does to them. Pure: an
 * effect is a function of the tables, the entry's place in the log and the command, and of nothing else (HAZARDS R2). May depend on
 * {@code core} and the ids of the shared model.
 */
@NullMarked
package org.onecopy.core.namespace;

import org.jspecify.annotations.NullMarked;
