/** Which addresses a node may be made to call. Depends on nothing. */
@NullMarked
package org.onecopy.address;

import org.jspecify.annotations.NullMarked;
