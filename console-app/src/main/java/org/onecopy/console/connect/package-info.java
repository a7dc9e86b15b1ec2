/** Connections as they are saved, their secrets, and whom to trust. May depend on {@code session}, {@code work} and {@code theme}. */
@NullMarked
package org.onecopy.console.connect;

import org.jspecify.annotations.NullMarked;
