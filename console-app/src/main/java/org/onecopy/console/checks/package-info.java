/**
 * Consistency checks: how far each zone is, what differs with both sides, and proofs. May depend on {@code lists}, {@code screen},
 * {@code session}, {@code work} and {@code theme}.
 */
@NullMarked
package org.onecopy.console.checks;

import org.jspecify.annotations.NullMarked;
