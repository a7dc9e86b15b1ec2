/**
 * Directory trees of a Linux file system. Every step resolves its names beneath the root's open directory without following links;
 * no descriptor of a tree stays open between steps, so that the file system can be unmounted at any time, except from the first step
 * after a flush to the next flush. Calls block; a virtual thread blocks its carrier with it.
 */
@NullMarked
package org.onecopy.storage.local;

import org.jspecify.annotations.NullMarked;
