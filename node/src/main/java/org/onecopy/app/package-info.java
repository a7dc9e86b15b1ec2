/** The node as a whole: everything is made and wired here, by constructor, in one place. May depend on everything but {@code cli}. */
@NullMarked
package org.onecopy.app;

import org.jspecify.annotations.NullMarked;
