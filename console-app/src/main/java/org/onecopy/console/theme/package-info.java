/** How it looks: light and dark, icons, own artwork, dialogs. Knows no other package but {@code work}. */
@NullMarked
package org.onecopy.console.theme;

import org.jspecify.annotations.NullMarked;
