/** Tables of what a network has, with filter and sort: one description for each. May depend on {@code session}, {@code work} and {@code theme}. */
@NullMarked
package org.onecopy.console.lists;

import org.jspecify.annotations.NullMarked;
