package org.onecopy.agreement.ratis;

import java.security.cert.X509Certificate;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import org.apache.ratis.grpc.server.GrpcServices;
import org.apache.ratis.proto.RaftProtos.AppendEntriesRequestProto;
import org.apache.ratis.proto.RaftProtos.InstallSnapshotRequestProto;
import org.apache.ratis.proto.RaftProtos.RaftClientRequestProto;
import org.apache.ratis.proto.RaftProtos.RaftRpcRequestProto;
import org.apache.ratis.proto.RaftProtos.ReadIndexRequestProto;
import org.apache.ratis.proto.RaftProtos.RequestVoteRequestProto;
import org.apache.ratis.proto.RaftProtos.SetConfigurationRequestProto;
import org.apache.ratis.proto.RaftProtos.StartLeaderElectionRequestProto;
import org.apache.ratis.proto.RaftProtos.TransferLeadershipRequestProto;
import org.apache.ratis.protocol.RaftGroupId;
import org.apache.ratis.server.RaftServer;
import org.apache.ratis.thirdparty.com.google.protobuf.ByteString;
import org.apache.ratis.thirdparty.io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import org.apache.ratis.thirdparty.io.grpc.Grpc;
import org.apache.ratis.thirdparty.io.grpc.Metadata;
import org.apache.ratis.thirdparty.io.grpc.ServerCall;
import org.apache.ratis.thirdparty.io.grpc.ServerCallHandler;
import org.apache.ratis.thirdparty.io.grpc.ServerInterceptor;
import org.apache.ratis.thirdparty.io.grpc.Status;
import org.apache.ratis.thirdparty.io.grpc.netty.NettyServerBuilder;
import org.apache.ratis.util.ProtoUtils;
import org.onecopy.agreement.LinkSecurity;
import org.onecopy.agreement.Peer;
import org.onecopy.model.NodeId;
import org.onecopy.problem.ProblemException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks of each call who makes it, which Ratis does not (H70): the certificate names a node of this network that is still admitted; what
 * speaks for a member carries that member's certificate; proposals and changes of members come from members.
 */
final class CallerCheck implements ServerInterceptor, GrpcServices.Customizer {
    private static final Logger LOG = LoggerFactory.getLogger(CallerCheck.class);
    private static final String ADMIN_SERVICE = "ratis.grpc.AdminProtocolService";

    /** Groups are made and left by the node itself, never from outside. */
    private static final Set<String> ADMIN_CALLS = Set.of("setConfiguration", "transferLeadership");

    private final LinkSecurity security;
    private final Function<RaftGroupId, Optional<RaftServer.Division>> divisions;

    /** @param divisions the groups that this node takes part in now */
    CallerCheck(LinkSecurity security, Function<RaftGroupId, Optional<RaftServer.Division>> divisions) {
        this.security = security;
        this.divisions = divisions;
    }

    @Override
    public NettyServerBuilder customize(NettyServerBuilder builder, EnumSet<GrpcServices.Type> types) {
        return builder.intercept(this);
    }

    @Override
    public <Q, A> ServerCall.Listener<Q> interceptCall(
            ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
        NodeId caller;
        try {
            caller = caller(call);
        } catch (ProblemException | SSLPeerUnverifiedException e) {
            return refused(call, Status.UNAUTHENTICATED.withDescription(e.getMessage()));
        }
        if (!security.admitted().test(caller)) {
            return refused(
                    call, Status.PERMISSION_DENIED.withDescription("node '" + caller + "' is not admitted any more"));
        }
        String service = String.valueOf(call.getMethodDescriptor().getServiceName());
        String method = String.valueOf(call.getMethodDescriptor().getBareMethodName());
        if (service.equals(ADMIN_SERVICE) && !ADMIN_CALLS.contains(method)) {
            return refused(call, Status.PERMISSION_DENIED.withDescription(method + " is not open to other nodes"));
        }
        return new SimpleForwardingServerCallListener<>(next.startCall(call, headers)) {
            private boolean refused;

            @Override
            public void onMessage(Q message) {
                Optional<Status> objection = refused ? Optional.empty() : objection(caller, message);
                if (objection.isPresent()) {
                    refused = true;
                    call.close(objection.get(), new Metadata());
                } else if (!refused) {
                    super.onMessage(message);
                }
            }

            @Override
            public void onHalfClose() {
                if (!refused) {
                    super.onHalfClose();
                }
            }
        };
    }

    private static <Q, A> ServerCall.Listener<Q> refused(ServerCall<Q, A> call, Status status) {
        LOG.warn("refused {}: {}", call.getMethodDescriptor().getFullMethodName(), status.getDescription());
        call.close(status, new Metadata());
        return new ServerCall.Listener<>() {};
    }

    private NodeId caller(ServerCall<?, ?> call) throws SSLPeerUnverifiedException {
        SSLSession session = call.getAttributes().get(Grpc.TRANSPORT_ATTR_SSL_SESSION);
        if (session == null || !(session.getPeerCertificates()[0] instanceof X509Certificate certificate)) {
            throw new SSLPeerUnverifiedException("no certificate");
        }
        return security.nodeOf().apply(certificate);
    }

    private Optional<Status> objection(NodeId caller, Object message) {
        return switch (message) {
            case RequestVoteRequestProto m -> speaksFor(caller, m.getServerRequest());
            case AppendEntriesRequestProto m -> speaksFor(caller, m.getServerRequest());
            case InstallSnapshotRequestProto m -> speaksFor(caller, m.getServerRequest());
            case StartLeaderElectionRequestProto m -> speaksFor(caller, m.getServerRequest());
            case ReadIndexRequestProto m -> speaksFor(caller, m.getServerRequest());
            case RaftClientRequestProto m -> mayPropose(caller, m.getRpcRequest());
            case SetConfigurationRequestProto m -> mayPropose(caller, m.getRpcRequest());
            case TransferLeadershipRequestProto m -> mayPropose(caller, m.getRpcRequest());
            default ->
                Optional.of(Status.PERMISSION_DENIED.withDescription(
                        message.getClass().getSimpleName() + " is not open to other nodes"));
        };
    }

    private static Optional<Status> speaksFor(NodeId caller, RaftRpcRequestProto request) {
        ByteString claimed = request.getRequestorId();
        return claimed.equals(ByteString.copyFromUtf8(caller.value()))
                ? Optional.empty()
                : Optional.of(Status.PERMISSION_DENIED.withDescription(
                        "node '" + caller + "' speaks as '" + claimed.toStringUtf8() + "'"));
    }

    private Optional<Status> mayPropose(NodeId caller, RaftRpcRequestProto request) {
        RaftServer.Division division = divisions
                .apply(ProtoUtils.toRaftGroupId(request.getRaftGroupId()))
                .orElse(null);
        if (division == null) {
            // This node may be starting: unlike Ratis' own answer, this one makes the caller ask another.
            return Optional.of(Status.UNAVAILABLE.withDescription("this node does not take part in the group (yet)"));
        }
        // Only the leader's list of members is sure to be the current one.
        boolean stranger = division.getInfo().isLeader()
                && Peers.members(division.getRaftConf()).stream()
                        .map(Peer::node)
                        .noneMatch(caller::equals);
        return stranger
                ? Optional.of(
                        Status.PERMISSION_DENIED.withDescription("node '" + caller + "' is not a member of the group"))
                : Optional.empty();
    }
}
