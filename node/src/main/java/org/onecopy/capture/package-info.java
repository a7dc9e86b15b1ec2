/**
 * Finds what users did in a zone's storage and turns it into proposals. The storage is always read again: a hint says where to look,
 * never what has happened (HAZARDS section 4). May depend on {@code location}, {@code core} and {@code storage}.
 */
@NullMarked
package org.onecopy.capture;

import org.jspecify.annotations.NullMarked;
