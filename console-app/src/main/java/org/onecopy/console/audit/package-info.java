/** Who did what, and who was not let. May depend on {@code lists}, {@code screen}, {@code session} and {@code theme}. */
@NullMarked
package org.onecopy.console.audit;

import org.jspecify.annotations.NullMarked;
