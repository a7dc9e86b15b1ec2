/**
 * Makes the node's and the console's packages of what the build made: {@code ./onecopy package}. Only the build uses it, so that its libraries reach
 * nobody else. Two runs for one commit give the same bytes.
 */
@NullMarked
package org.onecopy.installers.packaging;

import org.jspecify.annotations.NullMarked;
