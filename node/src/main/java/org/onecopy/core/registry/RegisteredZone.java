package org.onecopy.core.registry;

import org.onecopy.model.ZoneName;

/**
 * A zone of the network.
 *
 * @param storageType for example {@code local}; empty where there is no storage
 * @param hasStorage false for a zone of witnesses
 */
public record RegisteredZone(ZoneName name, String storageType, boolean hasStorage) {}
