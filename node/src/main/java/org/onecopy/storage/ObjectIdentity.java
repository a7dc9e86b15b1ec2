package org.onecopy.storage;

/**
 * The identity of an object of a storage that survives moves and changes of its content, and is not given to another object again.
 * Opaque outside its storage. (Local: device, inode and birth time; ext4 reuses inode numbers at once.)
 */
public record ObjectIdentity(String token) {}
