package org.onecopy.app;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.onecopy.admin.InductionService;
import org.onecopy.admin.events.EventLog;
import org.onecopy.admin.events.NewEvent;
import org.onecopy.agreement.Agreement;
import org.onecopy.agreement.GroupId;
import org.onecopy.agreement.Peer;
import org.onecopy.app.config.HostPort;
import org.onecopy.app.config.NodeConfig;
import org.onecopy.core.membership.Member.Role;
import org.onecopy.core.registry.AgreedTimeouts;
import org.onecopy.core.registry.NodeRole;
import org.onecopy.core.registry.Recovery;
import org.onecopy.core.registry.RegisteredNode;
import org.onecopy.core.registry.RegisteredZone;
import org.onecopy.core.registry.RegistryCommand;
import org.onecopy.core.registry.RegistryTables;
import org.onecopy.core.registry.Ticket;
import org.onecopy.model.NodeId;
import org.onecopy.model.ProblemCode;
import org.onecopy.model.ZoneName;
import org.onecopy.model.api.AddressChange;
import org.onecopy.model.api.AddressOutcome;
import org.onecopy.model.api.Addresses;
import org.onecopy.model.api.JoinAnswer;
import org.onecopy.model.api.JoinRequest;
import org.onecopy.model.api.LevelSpec;
import org.onecopy.model.api.LevelView;
import org.onecopy.model.api.PeerRole;
import org.onecopy.model.api.RecoveryView;
import org.onecopy.model.api.TicketSpec;
import org.onecopy.model.api.TicketView;
import org.onecopy.model.api.TimeoutsSpec;
import org.onecopy.model.api.TimeoutsView;
import org.onecopy.model.api.WarningView;
import org.onecopy.model.api.ZoneSpec;
import org.onecopy.network.RegistryClient;
import org.onecopy.network.identity.CertificateAuthority;
import org.onecopy.network.identity.Fingerprints;
import org.onecopy.network.identity.KeyRequest;
import org.onecopy.network.induction.AdvertisedAddresses;
import org.onecopy.network.induction.TicketText;
import org.onecopy.problem.ProblemException;

/** Brings other nodes into the network of this one, and takes them out (H71). Safe to call from many threads. */
final class Inductor implements InductionService {
    private static final UUID FIRST = new UUID(Long.MIN_VALUE, Long.MIN_VALUE);
    private static final Duration CLOCKS_APART_MAX = Duration.ofMinutes(5);
    private static final int MINUTES_DEFAULT = 15;

    private final NodeConfig config;
    private final Clock clock;
    private final RegistryClient registry;
    private final EventLog events;
    private final Agreement agreement;
    private final Supplier<List<GroupId>> groups;
    private final Advice advice;
    private final Levels levels;
    private final Links links;
    private final NetworkChanges changes;

    /** @param groups in which this node takes part, the registry's among them */
    Inductor(
            NodeConfig config,
            Clock clock,
            RegistryClient registry,
            EventLog events,
            Agreement agreement,
            Supplier<List<GroupId>> groups,
            Advice advice,
            Levels levels,
            Links links,
            NetworkChanges changes) {
        this.config = config;
        this.clock = clock;
        this.registry = registry;
        this.events = events;
        this.agreement = agreement;
        this.groups = groups;
        this.advice = advice;
        this.levels = levels;
        this.links = links;
        this.changes = changes;
    }

    @Override
    public LevelView level() {
        return levels.level();
    }

    @Override
    public LevelView raiseLevel(LevelSpec spec) {
        return levels.raise(spec);
    }

    @Override
    public TimeoutsView timeouts() {
        return links.view();
    }

    @Override
    public TimeoutsView setTimeouts(TimeoutsSpec spec) {
        return links.set(spec);
    }

    /** Whether this node runs with other timeouts than are agreed. */
    boolean needsRestart() {
        return links.needsRestart();
    }

    @Override
    public List<TicketView> tickets() {
        return registry.read(view -> {
            List<TicketView> all = new ArrayList<>();
            view.scan(RegistryTables.TICKETS, FIRST, null)
                    .forEachRemaining(row -> all.add(view(row.getValue(), null, List.of())));
            return all;
        });
    }

    private static TicketView view(Ticket ticket, @Nullable String text, List<WarningView> warnings) {
        return new TicketView(
                ticket.id(),
                text,
                ticket.zone(),
                PeerRole.valueOf(ticket.role().name()),
                Math.max(0, ticket.uses()),
                ticket.failures(),
                java.time.Instant.ofEpochMilli(ticket.expiresMillis()),
                ticket.authority(),
                warnings);
    }

    @Override
    public TicketView makeTicket(TicketSpec spec) {
        CertificateAuthority authority = authority();
        String secret = TicketText.newSecret();
        PeerRole role = spec.role() == null ? PeerRole.VOTER : spec.role();
        Ticket ticket = new Ticket(
                UUID.randomUUID(),
                TicketText.digest(secret),
                spec.zone(),
                NodeRole.valueOf(role.name()),
                spec.uses() == null ? 1 : spec.uses(),
                0,
                clock.instant()
                        .plus(Duration.ofMinutes(spec.minutes() == null ? MINUTES_DEFAULT : spec.minutes()))
                        .toEpochMilli(),
                spec.authority() != null && spec.authority());
        registry.change(new RegistryCommand.PutTicket(UUID.randomUUID(), ticket));
        TicketView view = view(ticket, null, List.of());
        String text = new TicketText(
                        authority.network(),
                        Fingerprints.pin(authority.certificate().getPublicKey()),
                        ticket.id(),
                        secret,
                        ticket.zone(),
                        view.expires(),
                        List.of(config.addresses().admin().advertised().toString()))
                .text();
        events.append(NewEvent.info(
                "ticket-made",
                "ticket " + ticket.id() + " admits nodes of zone " + ticket.zone() + " until " + view.expires()));
        return view(ticket, text, advice.warnings(ticket.zone(), Role.valueOf(role.name()), ticket.uses()));
    }

    @Override
    public void revokeTicket(UUID id) {
        registry.change(new RegistryCommand.RevokeTicket(UUID.randomUUID(), id));
        events.append(NewEvent.info("ticket-revoked", "ticket " + id + " admits nobody any more"));
    }

    /** The key lies on few nodes, and is read when it is needed. */
    private CertificateAuthority authority() {
        Path directory = config.network().ca().resolveSibling("");
        if (!Files.exists(directory.resolve(CertificateAuthority.KEY_FILE))) {
            throw new ProblemException(
                    ProblemCode.NOT_AUTHORITY,
                    "node " + config.node()
                            + " does not hold the network's signing key, so it can admit nobody: ask the node that made the network,"
                            + " or one that came by a ticket with --authority");
        }
        return CertificateAuthority.load(directory, clock);
    }

    @Override
    public JoinAnswer admit(JoinRequest request) {
        try {
            JoinAnswer answer = checkedAdmit(request);
            events.append(NewEvent.info(
                            "node-inducted",
                            "node " + request.node() + " came into the network by ticket " + request.ticket()
                                    + "; its fingerprint is " + answer.words())
                    .in(request.zone()));
            return answer;
        } catch (ProblemException e) {
            events.append(NewEvent.warning(
                            "induction-refused",
                            "node " + request.node() + " was not admitted by ticket " + request.ticket() + ": "
                                    + e.getMessage())
                    .in(request.zone()));
            throw e;
        }
    }

    private JoinAnswer checkedAdmit(JoinRequest request) {
        CertificateAuthority authority = authority();
        Ticket ticket = presented(request);
        long now = clock.millis();
        Duration apart = Duration.ofMillis(Math.abs(now - request.wallMillis()));
        if (apart.compareTo(CLOCKS_APART_MAX) > 0) {
            throw new ProblemException(
                    ProblemCode.CLOCK_SKEWED,
                    "the node's clock and this one's are " + apart.toMinutes()
                            + " minutes apart, and certificates count by clocks: set the clock (NTP), then try again");
        }
        List<String> hosts = hosts(request.addresses());
        PublicKey key = KeyRequest.keyOf(request.certificateRequest());
        boolean stores = !request.storageType().equals("none");
        registry.change(new RegistryCommand.RedeemTicket(
                UUID.randomUUID(),
                ticket.id(),
                new RegisteredNode(
                        request.node(),
                        request.zone(),
                        request.addresses().agreement(),
                        request.addresses().content(),
                        request.addresses().admin()),
                new RegisteredZone(request.zone(), stores ? request.storageType() : "", stores),
                Fingerprints.pin(key),
                now));
        return new JoinAnswer(
                authority.network(),
                CertificateAuthority.pem(authority.issue(request.node(), request.zone(), hosts, key)),
                CertificateAuthority.pem(authority.certificate()),
                ticket.authority() ? authority.keyPem() : null,
                tokenLines(),
                Fingerprints.words(key, authority.certificate().getPublicKey()),
                config.node().value(),
                recoveries(),
                registry.read(AgreedTimeouts::of));
    }

    private List<RecoveryView> recoveries() {
        return registry.read(view -> {
            List<RecoveryView> all = new ArrayList<>();
            view.scan(RegistryTables.RECOVERIES, 0L, null).forEachRemaining(row -> {
                Recovery recovery = row.getValue();
                all.add(new RecoveryView(
                        recovery.incarnation(),
                        recovery.registry(),
                        recovery.groups().stream()
                                .map(group -> new RecoveryView.Group(group.before(), group.now(), group.index()))
                                .toList()));
            });
            return all;
        });
    }

    /** A wrong secret counts against the ticket, so that nobody can go on guessing. */
    private Ticket presented(JoinRequest request) {
        Ticket ticket = registry.read(view -> view.get(RegistryTables.TICKETS, request.ticket()));
        boolean right = MessageDigest.isEqual(
                TicketText.digest(request.secret()).getBytes(StandardCharsets.US_ASCII),
                (ticket == null ? "" : ticket.digest()).getBytes(StandardCharsets.US_ASCII));
        if (ticket == null || !right) {
            if (ticket != null) {
                registry.change(new RegistryCommand.SpoilTicket(UUID.randomUUID(), ticket.id()));
            }
            throw new ProblemException(
                    ProblemCode.TICKET_INVALID,
                    "the ticket is not known to this network, was revoked, or its secret is wrong; ask for a new one");
        }
        return ticket;
    }

    private List<String> hosts(Addresses addresses) {
        AdvertisedAddresses allowed =
                new AdvertisedAddresses(config.addresses().admin().advertised().host());
        List<String> hosts = new ArrayList<>();
        for (String address : List.of(addresses.agreement(), addresses.content(), addresses.admin())) {
            String host;
            try {
                host = HostPort.parse(address).host();
            } catch (IllegalArgumentException e) {
                throw new ProblemException(ProblemCode.BAD_REQUEST, "'" + address + "': " + e.getMessage(), e);
            }
            allowed.check(host);
            if (!hosts.contains(host)) {
                hosts.add(host);
            }
        }
        return hosts;
    }

    private List<String> tokenLines() {
        try {
            return Files.readAllLines(config.tokens()).stream()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .toList();
        } catch (IOException e) {
            throw new ProblemException(ProblemCode.INTERNAL, "cannot read " + config.tokens(), e);
        }
    }

    /** The registry knows who is to vote; who was admitted and never started does not, and would leave nobody. */
    private void checkOthersVote(NodeId node) {
        for (GroupId group : groups.get()) {
            boolean others = agreement.status(group).peers().stream()
                    .anyMatch(peer ->
                            peer.role() == Peer.Role.VOTER && !peer.node().equals(node));
            if (!others) {
                throw new ProblemException(
                        ProblemCode.LAST_VOTER,
                        "without node " + node + " nobody votes in " + group
                                + " as yet: start the other nodes, and wait until onecopy memberships shows another voter");
            }
        }
    }

    @Override
    public void replace(NodeId old, NodeId by) {
        checkOthersVote(old);
        changes.replace(old, by);
    }

    @Override
    public void leave(NodeId node) {
        checkOthersVote(node);
        changes.leave(node);
    }

    @Override
    public AddressOutcome move(NodeId node, AddressChange change) {
        return changes.move(node, change);
    }

    @Override
    public void addZone(ZoneSpec zone) {
        changes.addZone(zone);
    }

    @Override
    public void removeZone(ZoneName zone) {
        changes.removeZone(zone);
    }

    @Override
    public void retire(NodeId node) {
        checkOthersVote(node);
        registry.change(new RegistryCommand.RetireNode(UUID.randomUUID(), node));
        events.append(NewEvent.warning("node-retired", "node " + node + " is no part of the network any more"));
    }
}
