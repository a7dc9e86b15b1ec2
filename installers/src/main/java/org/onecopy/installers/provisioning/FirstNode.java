package org.onecopy.installers.provisioning;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import java.time.Duration;
import java.util.List;
import org.onecopy.model.ApiJson;
import org.onecopy.model.NodeId;
import org.onecopy.model.api.NodeView;
import org.onecopy.model.api.TicketView;

/**
 * The network that a machine of this run has made, by the command line there: its administrator's token stays where it is, and nothing
 * but SSH needs to come through from here.
 */
final class FirstNode implements Network {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration FRESH = Duration.ofSeconds(1);

    private final SshHost host;
    private final Redaction redaction;
    private List<NodeView> seen = List.of();
    private long seenAt = System.nanoTime() - FRESH.toNanos();

    FirstNode(SshHost host, Redaction redaction) {
        this.host = host;
        this.redaction = redaction;
    }

    /** Many machines wait at once for what one answer says. */
    @Override
    public synchronized List<NodeView> nodes() {
        if (System.nanoTime() - seenAt >= FRESH.toNanos()) {
            seen = List.copyOf(read(ask("nodes -o json"), new TypeReference<List<NodeView>>() {}));
            seenAt = System.nanoTime();
        }
        return seen;
    }

    @Override
    public synchronized TicketView ticket(HostSpec spec) {
        TicketView ticket = read(
                ask("network ticket --zone " + spec.zone() + " --role "
                        + spec.role().word() + " --for 1h" + (spec.answers().authority() ? " --authority" : "")
                        + " -o json"),
                new TypeReference<TicketView>() {});
        if (ticket.ticket() != null) {
            redaction.add(ticket.ticket());
        }
        return ticket;
    }

    @Override
    public synchronized void revoke(TicketView ticket) {
        ask("network revoke " + ticket.id());
    }

    @Override
    public synchronized void remove(NodeId node) {
        ask("nodes remove " + node + " --yes");
    }

    private String ask(String words) {
        SshHost.Ran ran = host.asRoot("onecopy " + words, "onecopy " + words, PATIENCE);
        if (!ran.ok()) {
            throw new ProvisionException(
                    ran.code() == 69 ? ProvisionCode.NETWORK_UNREACHABLE : ProvisionCode.NETWORK_REFUSED,
                    "onecopy " + words + ": " + ran.said().strip());
        }
        return ran.out();
    }

    private static <T> T read(String json, TypeReference<T> type) {
        try {
            return ApiJson.lenient().readValue(json, type);
        } catch (JsonProcessingException e) {
            throw new ProvisionException(
                    ProvisionCode.NETWORK_REFUSED,
                    "the first node's answer cannot be read: " + e.getOriginalMessage(),
                    e);
        }
    }
}
