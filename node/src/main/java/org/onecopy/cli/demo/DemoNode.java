package org.onecopy.cli.demo;

import org.onecopy.model.NodeId;
import org.onecopy.model.ZoneName;

/** One node of a demonstration, with its ports on the loopback address. */
record DemoNode(NodeId node, ZoneName zone, int agreement, int content, int admin) {
    static final String HOST = "127.0.0.1";

    String adminUrl() {
        return "https://" + HOST + ":" + admin;
    }
}
