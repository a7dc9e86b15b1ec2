package org.onecopy.agreement.ratis;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.onecopy.agreement.Agreement;
import org.onecopy.agreement.AgreementContractTest;
import org.onecopy.model.NodeId;

/** Three nodes on the loopback interface, with certificates of one network. */
final class RatisAgreementContractTest extends AgreementContractTest {
    private final TestNetwork network = new TestNetwork();
    private final Map<NodeId, Integer> ports = new ConcurrentHashMap<>();

    @Override
    protected Agreement open(NodeId node) {
        return RatisAgreement.open(
                node,
                network.security(node),
                TestNetwork.settings(directory.resolve(node.value()), port(node)),
                failStop());
    }

    @Override
    protected String address(NodeId node) {
        return "127.0.0.1:" + port(node);
    }

    private int port(NodeId node) {
        return ports.computeIfAbsent(node, n -> TestNetwork.freePort());
    }
}
