package org.onecopy.installers.provisioning;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.onecopy.model.ApiJson;
import org.onecopy.model.NodeId;
import org.onecopy.model.api.NodeView;
import org.onecopy.model.api.TicketSpec;
import org.onecopy.model.api.TicketView;
import org.onecopy.model.client.AdminClient;
import org.onecopy.model.client.AdminEndpoint;
import org.onecopy.model.client.ProblemResponseException;
import org.onecopy.model.client.UnreachableException;

/** A network that exists, by its network file and its admin API: whichever of its nodes answers first. */
final class AdminNetwork implements Network {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int MINUTES = 60;

    private final List<AdminEndpoint> endpoints;

    private AdminNetwork(List<AdminEndpoint> endpoints) {
        this.endpoints = List.copyOf(endpoints);
    }

    /** @throws ProvisionException {@code NETWORK_UNREACHABLE} where the file is none */
    static AdminNetwork read(Path file) {
        try {
            JsonNode root = ApiJson.lenient().readTree(Files.readString(file));
            Path base = file.toAbsolutePath().resolveSibling("");
            Path ca = base.resolve(root.path("ca").asText());
            Path token = base.resolve(root.path("token").asText());
            List<AdminEndpoint> endpoints = new ArrayList<>();
            for (JsonNode node : root.path("nodes")) {
                endpoints.add(new AdminEndpoint(URI.create(node.path("admin").asText()), ca, token));
            }
            if (endpoints.isEmpty()) {
                throw new IOException("it names no node");
            }
            return new AdminNetwork(endpoints);
        } catch (IOException | IllegalArgumentException e) {
            throw new ProvisionException(
                    ProvisionCode.NETWORK_UNREACHABLE, file + " is no network file: " + e.getMessage(), e);
        }
    }

    @Override
    public List<NodeView> nodes() {
        return ask(AdminClient::nodes);
    }

    @Override
    public TicketView ticket(HostSpec host) {
        return ask(client -> client.makeTicket(new TicketSpec(
                host.zone(), host.role(), 1, MINUTES, host.answers().authority())));
    }

    @Override
    public void revoke(TicketView ticket) {
        ask(client -> {
            client.revokeTicket(ticket.id().toString());
            return ticket;
        });
    }

    @Override
    public void remove(NodeId node) {
        ask(client -> {
            client.retire(node);
            return node;
        });
    }

    private <T> T ask(Function<AdminClient, T> question) {
        ProvisionException last = null;
        for (AdminEndpoint endpoint : endpoints) {
            try (AdminClient client = AdminClient.of(endpoint, PATIENCE)) {
                return question.apply(client);
            } catch (UnreachableException | IllegalArgumentException e) {
                last = new ProvisionException(
                        ProvisionCode.NETWORK_UNREACHABLE, endpoint.url() + ": " + e.getMessage(), e);
            } catch (ProblemResponseException e) {
                last = new ProvisionException(
                        ProvisionCode.NETWORK_REFUSED,
                        endpoint.url() + ": " + e.problem().code() + ": "
                                + e.problem().detail(),
                        e);
                if (!e.problem().action().equals("retry-elsewhere")) {
                    throw last;
                }
            }
        }
        throw java.util.Objects.requireNonNull(last);
    }
}
