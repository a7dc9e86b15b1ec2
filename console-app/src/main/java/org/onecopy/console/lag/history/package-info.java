/** Where curves of lag come from, and what is kept of them. Knows no control, and no other package but {@code work}. */
@NullMarked
package org.onecopy.console.lag.history;

import org.jspecify.annotations.NullMarked;
