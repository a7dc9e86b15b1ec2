/** How fast contents may travel between zones: limits, when they hold, and what is given. */
@NullMarked
package org.onecopy.console.bandwidth;

import org.jspecify.annotations.NullMarked;
