/**
 * One order of entries for each membership. One interface; {@code agreement.ratis} behind it is the only package that imports
 * Apache Ratis; a simulated one serves the tests. May depend on {@code problem}
 * and the shared model; who the nodes are comes in as a {@code LinkSecurity}.
 */
@NullMarked
package org.onecopy.agreement;

import org.jspecify.annotations.NullMarked;
