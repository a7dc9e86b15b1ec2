/**
 * What a node, a console and a script say to each other: the records of the admin API as they stand in JSON, ids and
 * units as types, and the codes of problems. May depend on Jackson and JSpecify, and on nothing of a node.
 */
@NullMarked
package org.onecopy.model;

import org.jspecify.annotations.NullMarked;
