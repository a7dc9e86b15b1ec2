/**
 * Contents on their way between zones: the server that gives them out and the client that fetches and verifies them. May depend
 * on {@code core}, {@code problem}, {@code storage} and {@code network.identity}.
 */
@NullMarked
package org.onecopy.transfer;

import org.jspecify.annotations.NullMarked;
