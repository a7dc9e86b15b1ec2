/** How far zones were behind, over weeks: measured every ten seconds, kept in fewer and longer steps. May depend on the index and the core. */
@NullMarked
package org.onecopy.lag;

import org.jspecify.annotations.NullMarked;
