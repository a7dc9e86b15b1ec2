/** Lag as curves: a window on the time axis, and its drawing. May depend on {@code session}, {@code work} and {@code theme}. */
@NullMarked
package org.onecopy.console.lag;

import org.jspecify.annotations.NullMarked;
