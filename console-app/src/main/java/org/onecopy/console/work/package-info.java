/** What runs beside the JavaFX thread: jobs that can be seen and cancelled, and what went wrong. Knows no control, and no other package. */
@NullMarked
package org.onecopy.console.work;

import org.jspecify.annotations.NullMarked;
