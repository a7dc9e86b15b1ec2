/**
 * Quorum arithmetic: who of a group's members can still agree, write and read when some are lost, and which one change beforehand
 * would help. Pure; it decides nothing, but answers what an administrator asks. May depend on the ids of the shared model.
 */
@NullMarked
package org.onecopy.core.membership;

import org.jspecify.annotations.NullMarked;
