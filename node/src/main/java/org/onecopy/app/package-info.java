/**
 * The node as a whole: everything is made and wired here, by constructor, in one place. {@code Main} and
 * {@code NodeCommand} hang it into the command line; nothing else here knows {@code cli}. May depend on everything.
 */
@NullMarked
package org.onecopy.app;

import org.jspecify.annotations.NullMarked;
