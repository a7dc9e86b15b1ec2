/**
 * The stored form of what the core speaks of: commands in the log and rows in the tables, as protobuf. Its files under
 * {@code src/main/proto} say how the form may change. What this node cannot read stops it, because to skip an entry would be to
 * diverge (HAZARDS H62). Pure. May depend on {@code core}, {@code problem} and the shared model.
 */
@NullMarked
package org.onecopy.log;

import org.jspecify.annotations.NullMarked;
