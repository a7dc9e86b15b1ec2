package org.onecopy.agreement.ratis;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.ratis.client.RaftClient;
import org.apache.ratis.conf.Parameters;
import org.apache.ratis.conf.RaftProperties;
import org.apache.ratis.grpc.GrpcConfigKeys;
import org.apache.ratis.grpc.GrpcTlsConfig;
import org.apache.ratis.proto.RaftProtos.RaftPeerRole;
import org.apache.ratis.proto.RaftProtos.RoleInfoProto;
import org.apache.ratis.proto.RaftProtos.ServerRpcProto;
import org.apache.ratis.protocol.ClientId;
import org.apache.ratis.protocol.GroupManagementRequest;
import org.apache.ratis.protocol.RaftClientReply;
import org.apache.ratis.protocol.RaftGroup;
import org.apache.ratis.protocol.RaftGroupId;
import org.apache.ratis.protocol.RaftPeer;
import org.apache.ratis.protocol.RaftPeerId;
import org.apache.ratis.protocol.SnapshotManagementRequest;
import org.apache.ratis.rpc.CallId;
import org.apache.ratis.server.DivisionInfo;
import org.apache.ratis.server.RaftServer;
import org.apache.ratis.statemachine.StateMachine;
import org.apache.ratis.util.ExitUtils;
import org.jspecify.annotations.Nullable;
import org.onecopy.agreement.AddressBook;
import org.onecopy.agreement.Agreement;
import org.onecopy.agreement.FailStop;
import org.onecopy.agreement.GroupId;
import org.onecopy.agreement.LinkSecurity;
import org.onecopy.agreement.Peer;
import org.onecopy.model.NodeId;
import org.onecopy.model.ProblemCode;
import org.onecopy.problem.ProblemException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The agreement made of Apache Ratis. One server listens for all groups; logs and checkpoints lie below one directory.
 *
 * <p>After a restart the node takes part in no group until it joins again: only then does anything reach a state.
 */
public final class RatisAgreement implements Agreement {
    private static final Logger LOG = LoggerFactory.getLogger(RatisAgreement.class);

    /** Longer than anybody waits. */
    private static final Duration NEVER = Duration.ofDays(365);

    private final NodeId self;
    private final RatisSettings settings;
    private final RaftProperties properties;
    private final Parameters parameters = new Parameters();
    private final FailStop failStop;
    private final AddressBook book;
    private final MemberNames.Source names;
    private final GroupDirectories directories;
    private final RaftServer server;
    private final MemberChanges changes;
    private final SilentPeers silentPeers;
    private final ClientId clientId = ClientId.randomId();
    private final ConcurrentMap<RaftGroupId, RatisGroup> groups = new ConcurrentHashMap<>();
    /** The groups whose logs are open. */
    private final Set<RaftGroupId> open = ConcurrentHashMap.newKeySet();
    /** Guards taking part and leaving, which are rare and slow. */
    private final Object membership = new Object();

    private boolean listens;

    private RatisAgreement(
            NodeId self, LinkSecurity security, RatisSettings settings, FailStop failStop, AddressBook book)
            throws IOException {
        this.self = self;
        this.settings = settings;
        this.failStop = failStop;
        this.book = book;
        this.names = new MemberNames.Source(book, this::membersLabelled);
        this.properties = ServerProperties.of(settings);
        this.directories = new GroupDirectories(settings.directory());
        directories.parkAll();
        GrpcTlsConfig tls = GrpcTlsConfig.newBuilder()
                .setKeyManager(security.keys())
                .setTrustManager(new CalledNodeCheck(security, this::membersAt))
                .setProtocols("TLSv1.3")
                .setMutualTls(true)
                .build();
        GrpcConfigKeys.TLS.setConf(parameters, tls);
        GrpcConfigKeys.Server.setServicesCustomizer(parameters, new CallerCheck(security, this::runningDivision));
        StateMachine.Registry registry = this::machineOf;
        this.server = RaftServer.newBuilder()
                .setServerId(Peers.raft(self))
                .setProperties(properties)
                .setParameters(parameters)
                .setStateMachineRegistry(registry)
                .build();
        this.changes = new MemberChanges(this::newClient);
        this.silentPeers = new SilentPeers(SilentPeers.PATIENCE, System::nanoTime);
    }

    /** As {@link #open(NodeId, LinkSecurity, RatisSettings, FailStop, AddressBook)}, with members that stay where they are. */
    public static RatisAgreement open(NodeId self, LinkSecurity security, RatisSettings settings, FailStop failStop) {
        return open(self, security, settings, failStop, new AddressBook());
    }

    /**
     * Opens the directory. It is listened from the first group on in which the node takes part: where a leader calls while a group is
     * being opened, Ratis 3.3.0 may fail to open it ({@code RoleInfo.startFollowerState} finds that it is a follower already).
     *
     * @param failStop what ends the node when an entry cannot be applied or written
     * @param book where members are now that are no longer where their groups' configurations say
     * @throws ProblemException {@code ADDRESS_IN_USE} where the local address cannot be listened on
     */
    public static RatisAgreement open(
            NodeId self, LinkSecurity security, RatisSettings settings, FailStop failStop, AddressBook book) {
        // Ratis would end the process where it cannot listen.
        ExitUtils.disableSystemExit();
        checkAddress(settings);
        try {
            RatisAgreement agreement = new RatisAgreement(self, security, settings, failStop, book);
            MemberNames.add(agreement.names);
            agreement.silentPeers.begin(agreement.server, agreement::runningDivisions);
            return agreement;
        } catch (IOException e) {
            throw new ProblemException(
                    ProblemCode.INTERNAL,
                    "cannot open the agreement in " + settings.directory()
                            + ": check that it exists and can be written",
                    e);
        }
    }

    private static void checkAddress(RatisSettings settings) {
        try (ServerSocket probe = new ServerSocket()) {
            probe.setReuseAddress(true);
            probe.bind(new InetSocketAddress(settings.bindHost(), settings.bindPort()));
        } catch (IOException e) {
            throw addressInUse(settings, e);
        }
    }

    private static ProblemException addressInUse(RatisSettings settings, Throwable cause) {
        return new ProblemException(
                ProblemCode.ADDRESS_IN_USE,
                "cannot listen on " + settings.bindHost() + ":" + settings.bindPort() + " for the agreement ("
                        + cause.getMessage() + "): stop the other process or change the address",
                cause);
    }

    @Override
    public void join(GroupId group, List<Peer> peers, AgreedState state) {
        synchronized (membership) {
            RaftGroupId id = Peers.raft(group);
            if (groups.containsKey(id)) {
                throw new IllegalStateException("this node takes part in group " + group + " already");
            }
            try {
                boolean known = directories.unpark(group);
                refuseLostLog(group, known, state);
                groups.put(id, newGroup(group, state));
                GroupManagementRequest request = GroupManagementRequest.newAdd(
                        clientId, server.getId(), CallId.getAndIncrement(), startOf(id, peers), false);
                check(group, "join", server.groupManagement(request));
                open.add(id);
                listen();
            } catch (ExitUtils.ExitException e) {
                throw addressInUse(settings, e);
            } catch (IOException e) {
                forget(id);
                try {
                    directories.park(group);
                } catch (IOException again) {
                    e.addSuppressed(again);
                }
                throw new ProblemException(
                        ProblemCode.INTERNAL,
                        "cannot open the log of group " + group + " in " + directories.directory(group)
                                + ": see the cause; a lost or damaged log means that this node must come again under a new name",
                        e);
            }
        }
    }

    /** Only with {@link #membership} held. */
    private void listen() throws IOException {
        if (!listens) {
            server.start();
            listens = true;
        }
    }

    @Override
    public void discardCheckpoints(GroupId group, long after) {
        synchronized (membership) {
            try {
                directories.discardCheckpoints(group, after);
            } catch (IOException e) {
                throw new ProblemException(
                        ProblemCode.INTERNAL,
                        "cannot remove the checkpoints of group " + group + " below " + settings.directory()
                                + ": remove them by hand, or give this node a new name",
                        e);
            }
        }
    }

    /** A voter that forgot its votes could vote twice (H55): a state without its log is refused. */
    private void refuseLostLog(GroupId group, boolean known, AgreedState state) {
        if (!known && state.appliedIndex() > 0) {
            throw new ProblemException(
                    ProblemCode.CONFIG_INVALID,
                    "the log of group " + group + " is missing below " + settings.directory()
                            + " although its entries are applied up to " + state.appliedIndex()
                            + ": restore both together, or remove this node from the group and add it under a new name");
        }
    }

    /** A listener starts knowing itself alone, or Ratis would make it a candidate. */
    private RaftGroup startOf(RaftGroupId id, List<Peer> peers) {
        Peer own = peers.stream()
                .filter(peer -> peer.node().equals(self))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("this node, " + self + ", is not among " + peers));
        return own.role() == Peer.Role.LISTENER
                ? RaftGroup.valueOf(id, Peers.raft(own))
                : RaftGroup.valueOf(id, peers.stream().map(Peers::raft).toList());
    }

    private RatisGroup newGroup(GroupId group, AgreedState state) {
        RaftGroupId id = Peers.raft(group);
        ProposalPipeline pipeline = new ProposalPipeline(
                group,
                () -> newClient(group),
                () -> runningDivision(id).filter(RatisAgreement::hasLeader).isPresent(),
                settings.profile().waiting());
        AgreedStateMachine machine = new AgreedStateMachine(
                group,
                state,
                failStop,
                pipeline,
                settings.checkpointBytes(),
                () -> Thread.startVirtualThread(() -> checkpoint(id)));
        return new RatisGroup(group, machine, pipeline);
    }

    /** Writes a checkpoint between two of those that Ratis makes by the number of entries; it shortens the log likewise. */
    private void checkpoint(RaftGroupId id) {
        try {
            server.snapshotManagement(SnapshotManagementRequest.newCreate(
                    clientId,
                    server.getId(),
                    id,
                    CallId.getAndIncrement(),
                    settings.profile().proposal().toMillis(),
                    1));
        } catch (IOException e) {
            LOG.info("no checkpoint of {} was made now, the next comes by itself: {}", id, e.getMessage());
        }
    }

    private static boolean hasLeader(RaftServer.Division division) {
        DivisionInfo info = division.getInfo();
        return info.getLeaderId() != null && (!info.isLeader() || info.isLeaderReady());
    }

    private StateMachine machineOf(RaftGroupId id) {
        RatisGroup group = groups.get(id);
        if (group == null) {
            throw new IllegalStateException("this node does not take part in group " + id);
        }
        return group.machine();
    }

    private void forget(RaftGroupId id) {
        open.remove(id);
        RatisGroup group = groups.remove(id);
        if (group != null) {
            group.machine().expectClose();
            group.pipeline().close();
        }
    }

    @Override
    public void leave(GroupId group) {
        synchronized (membership) {
            RaftGroupId id = Peers.raft(group);
            boolean joined = groups.containsKey(id);
            forget(id);
            try {
                if (joined) {
                    GroupManagementRequest request = GroupManagementRequest.newRemove(
                            clientId, server.getId(), CallId.getAndIncrement(), id, true, false);
                    check(group, "leave", server.groupManagement(request));
                }
                directories.delete(group);
            } catch (IOException e) {
                throw new ProblemException(
                        ProblemCode.INTERNAL,
                        "cannot remove the log of group " + group + " in " + directories.directory(group)
                                + ": remove it after the node has stopped",
                        e);
            }
        }
    }

    private static void check(GroupId group, String what, RaftClientReply reply) throws IOException {
        if (!reply.isSuccess()) {
            throw new IOException("cannot " + what + " group " + group, reply.getException());
        }
    }

    @Override
    public CompletableFuture<Long> propose(GroupId group, byte[] entry) {
        if (entry.length == 0 || entry.length > ServerProperties.ENTRY_BYTES_MAX) {
            throw new IllegalArgumentException(
                    "an entry has 1 to " + ServerProperties.ENTRY_BYTES_MAX + " bytes, not " + entry.length);
        }
        return joined(group).pipeline().propose(entry);
    }

    @Override
    public CompletableFuture<Long> readIndex(GroupId group) {
        RatisGroup joined = joined(group);
        Duration patience = settings.profile().proposal();
        CompletableFuture<Long> read = new CompletableFuture<>();
        var _ = joined.pipeline()
                .propose(new byte[0])
                .thenCompose(index -> joined.machine()
                        .applied(index)
                        .orTimeout(patience.toMillis(), TimeUnit.MILLISECONDS)
                        .thenApply(reached -> index))
                .whenComplete((index, failure) -> {
                    if (failure == null) {
                        read.complete(index);
                    } else {
                        read.completeExceptionally(notRead(group, failure));
                    }
                });
        return read;
    }

    /** What was refused was refused; an unknown outcome of a no-op matters to nobody. */
    private static ProblemException notRead(GroupId group, Throwable failure) {
        Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
        return cause instanceof ProblemException problem && problem.code() != ProblemCode.OUTCOME_UNKNOWN
                ? problem
                : new ProblemException(
                        ProblemCode.NO_QUORUM,
                        "cannot learn the current index of group " + group
                                + " in time: check that a majority of the members run and reach each other",
                        failure);
    }

    @Override
    public GroupStatus status(GroupId group) {
        RaftServer.Division division = division(group);
        DivisionInfo info = division.getInfo();
        RaftPeerId leader = info.getLeaderId();
        return new GroupStatus(
                leader == null ? null : Peers.node(leader),
                info.getCurrentTerm(),
                division.getRaftLog().getLastCommittedIndex(),
                info.getLastAppliedIndex(),
                Peers.members(division.getRaftConf()),
                silence(info));
    }

    private static Map<NodeId, Duration> silence(DivisionInfo info) {
        Map<NodeId, Duration> silence = new HashMap<>();
        RoleInfoProto role = info.getRoleInfoProto();
        if (role.hasLeaderInfo()) {
            for (ServerRpcProto follower : role.getLeaderInfo().getFollowerInfoList()) {
                silence.put(
                        Peers.node(RaftPeerId.valueOf(follower.getId().getId())),
                        Duration.ofMillis(follower.getLastRpcElapsedTimeMs()));
            }
        }
        return silence;
    }

    @Override
    public Duration sinceHeard(GroupId group) {
        RaftServer.Division division = division(group);
        RoleInfoProto role = division.getInfo().getRoleInfoProto();
        if (role.hasFollowerInfo()) {
            return Duration.ofMillis(role.getFollowerInfo().getLeaderInfo().getLastRpcElapsedTimeMs());
        }
        return role.hasLeaderInfo() ? sinceMajority(division, role) : NEVER;
    }

    /** The time within which half of the voters, which with the leader are a majority, have answered. */
    private static Duration sinceMajority(RaftServer.Division division, RoleInfoProto role) {
        Set<RaftPeerId> voters = division.getRaftConf().getCurrentPeers().stream()
                .map(RaftPeer::getId)
                .collect(Collectors.toSet());
        List<Long> answered = role.getLeaderInfo().getFollowerInfoList().stream()
                .filter(follower ->
                        voters.contains(RaftPeerId.valueOf(follower.getId().getId())))
                .map(ServerRpcProto::getLastRpcElapsedTimeMs)
                .sorted()
                .toList();
        int needed = voters.size() / 2;
        return needed == 0
                ? Duration.ZERO
                : answered.size() < needed ? NEVER : Duration.ofMillis(answered.get(needed - 1));
    }

    @Override
    public CompletableFuture<Void> changePeers(GroupId group, List<Peer> peers) {
        List<Peer> current = status(group).peers();
        return changes.change(group, current, peers);
    }

    @Override
    public CompletableFuture<Void> transferLeadership(GroupId group, NodeId to) {
        List<Peer> current = status(group).peers();
        // For so long no proposal is taken, where the other one does not come to lead.
        return changes.transferLeadership(group, current, to, settings.profile().request());
    }

    @Override
    public void close() {
        silentPeers.close();
        synchronized (membership) {
            for (RatisGroup group : groups.values()) {
                group.machine().expectClose();
                group.pipeline().close();
            }
            try {
                server.close();
            } catch (IOException e) {
                throw new ProblemException(ProblemCode.INTERNAL, "cannot close the agreement", e);
            }
            MemberNames.remove(names);
            groups.clear();
            open.clear();
        }
    }

    private RatisGroup joined(GroupId group) {
        RatisGroup joined = groups.get(Peers.raft(group));
        if (joined == null) {
            throw notTakingPart(group, null);
        }
        return joined;
    }

    private static ProblemException notTakingPart(GroupId group, @Nullable Throwable cause) {
        return new ProblemException(
                ProblemCode.NOT_FOUND,
                "this node does not take part in group " + group + ": ask one of its members",
                cause);
    }

    private RaftServer.Division division(GroupId group) {
        joined(group);
        return runningDivision(Peers.raft(group)).orElseThrow(() -> notTakingPart(group, null));
    }

    private Optional<RaftServer.Division> runningDivision(RaftGroupId id) {
        if (!open.contains(id)) {
            return Optional.empty();
        }
        try {
            return Optional.of(server.getDivision(id));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private List<RaftServer.Division> runningDivisions() {
        return open.stream().flatMap(id -> runningDivision(id).stream()).toList();
    }

    private Set<NodeId> membersAt(String address) {
        return runningDivisions().stream()
                .flatMap(division -> Peers.members(division.getRaftConf()).stream())
                .filter(peer -> {
                    String known = book.of(peer.node());
                    return (known == null ? peer.address() : known).equals(address);
                })
                .map(Peer::node)
                .collect(Collectors.toUnmodifiableSet());
    }

    private List<NodeId> membersLabelled(String address) {
        return open.stream()
                .flatMap(id -> runningDivision(id).stream())
                .flatMap(division -> Peers.members(division.getRaftConf()).stream())
                .filter(peer -> peer.address().equals(address))
                .map(Peer::node)
                .distinct()
                .toList();
    }

    private RaftClient newClient(GroupId group) {
        RaftServer.Division division = division(group);
        List<RaftPeer> voters = List.copyOf(division.getRaftConf().getAllPeers(RaftPeerRole.FOLLOWER));
        return RaftClient.newBuilder()
                .setRaftGroup(RaftGroup.valueOf(Peers.raft(group), voters))
                .setLeaderId(division.getInfo().getLeaderId())
                .setProperties(properties)
                .setParameters(parameters)
                .setRetryPolicy(Retries.within(settings.profile().proposal()))
                .build();
    }
}
