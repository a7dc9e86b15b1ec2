/**
 * One rule's location in this node's zone, as its writer sees it: the storage's tree, the agreed tables, the local records. What
 * {@code capture}, {@code materialize} and {@code writer} share. May depend on {@code core} and {@code storage}.
 */
@NullMarked
package org.onecopy.location;

import org.jspecify.annotations.NullMarked;
