/**
 * Forced recovery (H53, H54): survivors of a disaster go on without what would be a majority, in consensus groups of new identities, and
 * a zone that comes back joins them. All of it is done on nodes that do not run.
 */
@NullMarked
package org.onecopy.app.recovery;

import org.jspecify.annotations.NullMarked;
