/** What all routes share: who may come in, limits, JSON, and how problems look. May depend on {@code problem} and the shared model. */
@NullMarked
package org.onecopy.admin.http;

import org.jspecify.annotations.NullMarked;
