/** Table stores on RocksDB: the only package that imports it. May depend on {@code index} and what that may depend on. */
@NullMarked
package org.onecopy.index.rocks;

import org.jspecify.annotations.NullMarked;
