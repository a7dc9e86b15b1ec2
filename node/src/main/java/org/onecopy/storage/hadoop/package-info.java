/**
 * Zones in a Hadoop file system: HDFS at its best, and whatever else Hadoop has a connector for. Objects are named by their inode
 * where the file system has inodes, so that a step meets the very object that was looked at, wherever its path leads by then. Calls
 * block and are bounded in time.
 */
@NullMarked
package org.onecopy.storage.hadoop;

import org.jspecify.annotations.NullMarked;
