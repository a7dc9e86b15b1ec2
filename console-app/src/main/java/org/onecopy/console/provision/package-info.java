/** Bringing nodes onto machines over SSH: what is typed, what was found there, and how a run goes. May depend on {@code session}, {@code work}, {@code lists} and {@code theme}. */
@NullMarked
package org.onecopy.console.provision;

import org.jspecify.annotations.NullMarked;
