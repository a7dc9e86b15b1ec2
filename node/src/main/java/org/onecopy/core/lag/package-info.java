/** What is kept of zones' lag over time. Pure. */
@NullMarked
package org.onecopy.core.lag;

import org.jspecify.annotations.NullMarked;
