/** Which paths a rule replicates. Pure. May depend on {@code core}. */
@NullMarked
package org.onecopy.core.rule;

import org.jspecify.annotations.NullMarked;
