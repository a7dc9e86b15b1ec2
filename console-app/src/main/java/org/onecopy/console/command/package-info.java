/** The one registry of everything that can be done; menus, tool bar, keys and palette are views of it. Knows no control. May depend on {@code session}. */
@NullMarked
package org.onecopy.console.command;

import org.jspecify.annotations.NullMarked;
