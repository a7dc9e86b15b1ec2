/** {@code onecopy provision}: asks for what the library wants to know, and shows what it answers. */
@NullMarked
package org.onecopy.installers.provisioning.cli;

import org.jspecify.annotations.NullMarked;
