/** What the user likes: the list of all preferences, the search among them, and their view. May depend on {@code theme}. */
@NullMarked
package org.onecopy.console.preferences;

import org.jspecify.annotations.NullMarked;
