package org.onecopy.model.api;

import org.onecopy.model.NodeId;

/**
 * What became of a test message. In the order of the node's configuration.
 *
 * @param node that sent it
 * @param target its name in the node's configuration
 * @param kind {@code mail} or {@code webhook}
 * @param delivered whether the server took it
 * @param answer of a mail server its last reply, of a webhook the status; or why there is none
 */
public record AlertTrial(NodeId node, String target, String kind, boolean delivered, String answer) {}
