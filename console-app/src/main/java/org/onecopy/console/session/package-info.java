/** A live connection to a network: asking its nodes, what was last known, events as they come, reconnecting. Knows no control. May depend on {@code work} and {@code lag.history}. */
@NullMarked
package org.onecopy.console.session;

import org.jspecify.annotations.NullMarked;
