package org.onecopy.capture;

/**
 * How capture looks.
 *
 * @param quietNanos how long a file must not change before it is read, where nobody said that its writer has closed it
 * @param missingNanos how long something must be missing before its removal is proposed, so that the other half of a move is found
 * @param hashesMax files read at the same time at most
 * @param pendingMax files that are known to differ and wait to be read, at most; beyond it capture waits
 */
public record CaptureSettings(long quietNanos, long missingNanos, int hashesMax, int pendingMax) {}
