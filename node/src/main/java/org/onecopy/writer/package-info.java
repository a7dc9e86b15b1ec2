/**
 * The one node of a zone that materializes a rule: its life from the claim of an epoch to the end of the rule, and the thread that
 * drives it. May depend on {@code capture}, {@code materialize}, {@code location} and {@code core}.
 */
@NullMarked
package org.onecopy.writer;

import org.jspecify.annotations.NullMarked;
