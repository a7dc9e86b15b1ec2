/** The record of who did what: acts, the chains they stand in, and how a chain is verified, also without a node. */
@NullMarked
package org.onecopy.model.audit;

import org.jspecify.annotations.NullMarked;
