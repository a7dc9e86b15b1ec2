/** Templates for clouds: rendered as their clouds would, held to their clouds' lists of types, and what they give a machine to run, run. */
@NullMarked
package org.onecopy.installers.cloud;

import org.jspecify.annotations.NullMarked;
