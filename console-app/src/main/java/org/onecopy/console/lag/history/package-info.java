/** Where curves of lag come from, and what is kept of them. Knows no control, and no other package. */
@NullMarked
package org.onecopy.console.lag.history;

import org.jspecify.annotations.NullMarked;
