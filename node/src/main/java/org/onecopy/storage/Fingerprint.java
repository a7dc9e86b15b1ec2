package org.onecopy.storage;

/**
 * Proof of what lay at a place at one time: two equal fingerprints of one storage mean that neither content nor attributes have
 * changed between them. Opaque outside its storage. (Local: inode, birth time, length, mtime and ctime in nanoseconds.)
 */
public record Fingerprint(String token) {}
