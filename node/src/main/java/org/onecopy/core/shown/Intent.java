package org.onecopy.core.shown;

/**
 * A step on the storage that displaces something is about to happen, or has happened and its result is not recorded yet (H4). Written
 * durably before the step, deleted with its record.
 *
 * @param entry the entry whose object is displaced
 * @param item the name under which the displaced object lies in the trash folder afterwards
 * @param staged the name of the staged item that takes its place; empty for a removal
 * @param stagedIdentity the identity of the staged object; empty for a removal
 * @param expected the fingerprint that the displaced object should have
 */
public record Intent(long entry, String item, String staged, String stagedIdentity, String expected) {}
