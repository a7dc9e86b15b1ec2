/** How nodes come into the network: tickets, and both sides of an induction. */
@NullMarked
package org.onecopy.network.induction;

import org.jspecify.annotations.NullMarked;
