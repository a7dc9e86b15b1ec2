/**
 * The network's registry: nodes, zones, memberships, and which rule has reserved which path in which zone, as tables and as what each
 * command of the network group's log does to them. Pure, as {@code core.namespace} is. It decides nothing about data: a rule lives
 * in its membership's own log (HAZARDS H57). May depend on {@code core.namespace}, {@code core.rule}, {@code core.table} and
 * {@code core}.
 */
@NullMarked
package org.onecopy.core.registry;

import org.jspecify.annotations.NullMarked;
