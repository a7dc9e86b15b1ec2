/**
 * The demonstration: three zones as three directories and three real node processes on one machine, and an independent proof that they
 * hold the same. May depend on {@code cli}, {@code network.identity}, {@code problem} and the shared model; knows nothing of what a
 * node is made of.
 */
@NullMarked
package org.onecopy.cli.demo;

import org.jspecify.annotations.NullMarked;
