package org.onecopy.model.api;

/**
 * The storage of a zone.
 *
 * @param type for example {@code local}
 * @param root below which all locations of the zone lie: a path for {@code local}
 */
public record StorageView(String type, String root) {}
