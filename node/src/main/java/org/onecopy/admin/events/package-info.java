/** What happened in a node, kept for a time and handed to who listens. May depend on the shared model only. */
@NullMarked
package org.onecopy.admin.events;

import org.jspecify.annotations.NullMarked;
