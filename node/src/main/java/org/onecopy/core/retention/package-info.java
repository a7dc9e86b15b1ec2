/**
 * What may be forgotten, and when: trimming of journals and old contents. Pure. May depend on {@code core.namespace} and
 * {@code core.table}.
 */
@NullMarked
package org.onecopy.core.retention;

import org.jspecify.annotations.NullMarked;
