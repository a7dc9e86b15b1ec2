/**
 * What a zone's storage must be able to do: one interface with declared capabilities and one conformance suite. Adapters live in
 * packages below and never import each other; retry, rate limit, metering and fault injection are decorators. May depend on
 * {@code core} and {@code problem}.
 */
@NullMarked
package org.onecopy.storage;

import org.jspecify.annotations.NullMarked;
