package org.onecopy.model.api;

/**
 * Something that an undo does not bring back.
 *
 * @param path in the rule's tree
 * @param lost whether it cannot be had; else it is only left as it is
 * @param reason why
 */
public record UndoNote(String path, boolean lost, String reason) {}
