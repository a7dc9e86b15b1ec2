/**
 * The typed configuration of a node: every key with its type, default and meaning in one table, from which the reader, the example
 * and {@code docs/configuration.md} are made. May depend on {@code problem} and the shared model.
 */
@NullMarked
package org.onecopy.app.config;

import org.jspecify.annotations.NullMarked;
