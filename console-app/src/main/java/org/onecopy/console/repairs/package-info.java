/** Repairs: what they do, how far they are, and what they leave. May depend on {@code lists}, {@code session} and {@code work}. */
@NullMarked
package org.onecopy.console.repairs;

import org.jspecify.annotations.NullMarked;
