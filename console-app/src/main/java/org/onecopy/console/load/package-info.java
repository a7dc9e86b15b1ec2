/** What nodes need of their machines: processor, memory, disk, network. */
@NullMarked
package org.onecopy.console.load;

import org.jspecify.annotations.NullMarked;
