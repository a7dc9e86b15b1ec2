/** Existing trees that come under a rule: what a migration would do, and how far it is. */
@NullMarked
package org.onecopy.console.migrations;

import org.jspecify.annotations.NullMarked;
