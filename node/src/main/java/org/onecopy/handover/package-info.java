/**
 * Hands the local records of a zone's writer to the zone's other nodes, so that one of these can take over (HAZARDS R5, H47): as a whole
 * copy first, then every change in its order, over the connections of {@code transfer} and only within the zone. May depend on
 * {@code transfer}, {@code network.identity}, {@code index}, {@code location} and {@code core}.
 */
@NullMarked
package org.onecopy.handover;

import org.jspecify.annotations.NullMarked;
