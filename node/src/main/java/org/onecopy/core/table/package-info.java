/**
 * Ordered tables as the pure core sees them: read through a view, changed by a delta of values. Where they are kept (RocksDB, a
 * sorted map in a simulation) is the business of {@code index}.
 */
@NullMarked
package org.onecopy.core.table;

import org.jspecify.annotations.NullMarked;
