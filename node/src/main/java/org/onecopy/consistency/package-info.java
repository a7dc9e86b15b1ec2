/**
 * Comparing what a zone's storage holds with what is agreed, while everybody goes on working (H64). May depend on {@code location},
 * {@code storage} and the core.
 */
@NullMarked
package org.onecopy.consistency;

import org.jspecify.annotations.NullMarked;
