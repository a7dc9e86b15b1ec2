package org.onecopy.model.api;

import org.onecopy.model.NodeId;

/**
 * What became of a change of addresses.
 *
 * @param addresses all of the node, as they are now
 * @param agreed whether the network has agreed on them. Else there was no majority, and the asked node alone calls the other one there; once
 *     a majority is there by that, the node has its addresses agreed by itself
 */
public record AddressOutcome(NodeId node, Addresses addresses, boolean agreed) {}
