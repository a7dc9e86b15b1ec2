package org.onecopy.core;

/** What an entry of a tree is. Everything else (devices, sockets, pipes) is never replicated. */
public enum Kind {
    DIRECTORY,
    FILE,
    SYMLINK
}
