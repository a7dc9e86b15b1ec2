/**
 * The network as a whole: its registry, its memberships, and the life of its rules between the two logs. May depend on
 * {@code agreement}, {@code index}, {@code log} and {@code core}.
 */
@NullMarked
package org.onecopy.network;

import org.jspecify.annotations.NullMarked;
