package org.onecopy.model.api;

import org.jspecify.annotations.Nullable;
import org.onecopy.model.ByteCount;

/**
 * The memory of a node's process.
 *
 * @param heapUsed bytes of the heap that are in use, garbage included
 * @param heapMax the heap's limit
 * @param resident bytes of the whole process in memory, absent where the system does not say
 */
public record Memory(
        ByteCount heapUsed, ByteCount heapMax, @Nullable ByteCount resident) {}
