package org.onecopy.cli.demo.readers;

import java.util.SortedMap;

/**
 * All entries of a tree. Left out are what no rule carries: devices, pipes and sockets, the working area {@code .onecopy}, and names that
 * Java cannot hold (they are counted).
 *
 * @param entries by path with {@code /} between names
 * @param unreadableNames how many names Java cannot hold
 */
public record TreeListing(SortedMap<String, TreeEntry> entries, long unreadableNames) {}
