/** What every view in the middle of the window is. May depend on {@code session}. */
@NullMarked
package org.onecopy.console.screen;

import org.jspecify.annotations.NullMarked;
