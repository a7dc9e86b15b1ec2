/**
 * The tables of the core, kept durably: {@code index.rocks} on RocksDB. The replicated store of a membership or of the registry is
 * the state of its log, changed by whole entries and replaced by a checkpoint; the local store holds what never leaves the zone
 * (HAZARDS R5). May depend on {@code core}, {@code log}, {@code agreement} (the contract it implements), {@code problem} and the
 * shared model.
 */
@NullMarked
package org.onecopy.index;

import org.jspecify.annotations.NullMarked;
