/** What users' files hold: two contents beside each other, and directories of a zone's storage. May depend on {@code session}, {@code work}, {@code lists} and {@code theme}. */
@NullMarked
package org.onecopy.console.contents;

import org.jspecify.annotations.NullMarked;
