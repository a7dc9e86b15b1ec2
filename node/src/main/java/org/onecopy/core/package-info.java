/**
 * The vocabulary of the pure core: names, paths, attributes, contents. The core does no I/O, reads no clock, draws no random
 * number, starts no thread and writes no log. May depend on the ids of the shared model only.
 */
@NullMarked
package org.onecopy.core;

import org.jspecify.annotations.NullMarked;
