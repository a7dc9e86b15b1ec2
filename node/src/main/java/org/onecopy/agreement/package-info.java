/**
 * One order of entries for each membership. One interface; {@code agreement.ratis} behind it is the only package that imports
 * Apache Ratis; a simulated one serves the tests. May depend on {@code problem}, {@code network.identity} and the shared model.
 */
@NullMarked
package org.onecopy.agreement;

import org.jspecify.annotations.NullMarked;
