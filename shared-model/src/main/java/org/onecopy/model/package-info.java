/**
 * Ids, units and problem codes as types, and how they stand in JSON. The records of the admin API are in {@code api}, its
 * client in {@code client}. May depend on Jackson and JSpecify, and on nothing of a node.
 */
@NullMarked
package org.onecopy.model;

import org.jspecify.annotations.NullMarked;
