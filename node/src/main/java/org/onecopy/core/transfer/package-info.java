/**
 * What can be said of contents on their way between zones without moving a byte: the chunk tree. Pure. May depend on the ids of the
 * shared model and on the JDK's message digests.
 */
@NullMarked
package org.onecopy.core.transfer;

import org.jspecify.annotations.NullMarked;
