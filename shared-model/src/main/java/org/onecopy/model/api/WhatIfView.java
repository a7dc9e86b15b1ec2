package org.onecopy.model.api;

import java.util.List;
import org.onecopy.model.NodeId;
import org.onecopy.model.ZoneName;

/**
 * What would be left if zones or nodes were lost, as the node that was asked sees it. Nothing is changed by asking.
 *
 * @param zones that would be lost with their storages, by name
 * @param nodes that would be lost, those of these zones included, by id
 * @param removed nodes that would first be taken out of the network, by id
 * @param registry whether the network itself could still be changed: rules, nodes, users
 * @param rules what would become of each rule, by name
 */
public record WhatIfView(
        List<ZoneName> zones, List<NodeId> nodes, List<NodeId> removed, QuorumView registry, List<RuleOutlook> rules) {
    public WhatIfView {
        zones = List.copyOf(zones);
        nodes = List.copyOf(nodes);
        removed = List.copyOf(removed);
        rules = List.copyOf(rules);
    }
}
