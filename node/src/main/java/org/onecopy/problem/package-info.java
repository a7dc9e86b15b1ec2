/** The one family of exceptions. May depend on the shared model only. */
@NullMarked
package org.onecopy.problem;

import org.jspecify.annotations.NullMarked;
