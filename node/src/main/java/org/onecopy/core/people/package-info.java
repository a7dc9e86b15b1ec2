/**
 * Who uses Onecopy: users, API tokens and sessions as they are agreed, and what each command of the registry does to them. May depend
 * on {@code core.table} and the ids of the shared model.
 */
@NullMarked
package org.onecopy.core.people;

import org.jspecify.annotations.NullMarked;
