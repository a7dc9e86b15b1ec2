/** The window: menus, navigator, tabs, properties, status line, layouts, and the commands. May depend on everything. */
@NullMarked
package org.onecopy.console.shell;

import org.jspecify.annotations.NullMarked;
