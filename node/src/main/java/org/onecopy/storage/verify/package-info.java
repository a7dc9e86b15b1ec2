/**
 * Tries out a storage before it is used: what every storage must do, and what it declares, held against what it does. May depend on
 * {@code storage}, {@code core} and {@code problem}.
 */
@NullMarked
package org.onecopy.storage.verify;

import org.jspecify.annotations.NullMarked;
