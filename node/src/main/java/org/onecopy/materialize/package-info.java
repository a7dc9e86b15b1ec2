/**
 * Makes a zone's storage show the agreed tree: the journal, in order, step by step, each step safe to repeat. May depend on
 * {@code location}, {@code core}, {@code storage} and {@code problem}.
 */
@NullMarked
package org.onecopy.materialize;

import org.jspecify.annotations.NullMarked;
