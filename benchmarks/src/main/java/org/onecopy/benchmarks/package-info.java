/**
 * {@code ./onecopy bench}: one class per measurement, each against real node processes and, where there is one, beside another
 * tool in the same run. May use the node's command line and the admin client; nothing depends on it.
 */
@NullMarked
package org.onecopy.benchmarks;

import org.jspecify.annotations.NullMarked;
