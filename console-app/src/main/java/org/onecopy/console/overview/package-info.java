/** Whether all is well, and if not, why: figures with cause and next action, and the drawn network. May depend on {@code session} and {@code theme}. */
@NullMarked
package org.onecopy.console.overview;

import org.jspecify.annotations.NullMarked;
