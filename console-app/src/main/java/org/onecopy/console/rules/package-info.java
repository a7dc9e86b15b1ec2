/** Making and changing rules: the form with its validation, the plan of what follows, and their views. May depend on {@code session}, {@code work}, {@code contents} and {@code theme}. */
@NullMarked
package org.onecopy.console.rules;

import org.jspecify.annotations.NullMarked;
