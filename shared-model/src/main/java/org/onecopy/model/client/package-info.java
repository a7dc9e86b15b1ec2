/** The blocking client of the admin API, for the command line and the console. May depend on {@code org.onecopy.model.api}. */
@NullMarked
package org.onecopy.model.client;

import org.jspecify.annotations.NullMarked;
