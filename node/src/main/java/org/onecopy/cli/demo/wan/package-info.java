/**
 * A wide area network on one machine: zones that are network namespaces of the kernel, and ways between them that are slow, lossy, narrow
 * or cut, as a test or a benchmark asks. Knows nothing of Onecopy; depends on {@code linux} alone. Needs the rights of root.
 */
@NullMarked
package org.onecopy.cli.demo.wan;

import org.jspecify.annotations.NullMarked;
