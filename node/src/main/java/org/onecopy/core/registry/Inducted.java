package org.onecopy.core.registry;

import java.util.UUID;

/**
 * How a node came into the network. Nodes that stood in everybody's configuration from the beginning have none.
 *
 * @param key the SHA-256 of its public key, in 64 hexadecimal digits: whoever asks again with the same key is the same node
 */
public record Inducted(NodeRole role, String key, UUID ticket) {}
