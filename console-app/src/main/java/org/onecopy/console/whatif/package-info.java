/**
 * What would be left if zones or nodes were lost: the question, the answer in words, and their views. May depend on {@code session},
 * {@code screen}, {@code work} and {@code theme}.
 */
@NullMarked
package org.onecopy.console.whatif;

import org.jspecify.annotations.NullMarked;
