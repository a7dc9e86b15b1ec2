package org.onecopy.agreement.ratis;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArraySet;
import java.util.concurrent.Executor;
import java.util.function.Function;
import org.apache.ratis.thirdparty.io.grpc.Attributes;
import org.apache.ratis.thirdparty.io.grpc.EquivalentAddressGroup;
import org.apache.ratis.thirdparty.io.grpc.NameResolver;
import org.apache.ratis.thirdparty.io.grpc.NameResolverProvider;
import org.apache.ratis.thirdparty.io.grpc.NameResolverRegistry;
import org.apache.ratis.thirdparty.io.grpc.Status;
import org.apache.ratis.thirdparty.io.grpc.StatusOr;
import org.jspecify.annotations.Nullable;
import org.onecopy.agreement.AddressBook;
import org.onecopy.model.NodeId;

/**
 * Finds members for gRPC. Ratis keeps the address with which it first heard of a member until its process ends, and takes a configuration
 * in which nothing but addresses changed for none (PeerProxyMap and RaftConfigurationImpl of release 3.3.0). So the address in a
 * configuration is a label, {@code node@host:port}, and this resolver, asked for each connection, says where the member is by the
 * {@link AddressBook}. Labels of configurations that older releases wrote have no node in them: they are looked for among the members.
 *
 * <p>gRPC has one registry for the process; several agreements in it (in tests) share this one.
 */
final class MemberNames extends NameResolverProvider {
    private static final String SCHEME = "member";
    /** Above that of DNS: what names no scheme is asked for here. */
    private static final int PRIORITY = 6;

    private static final MemberNames SHARED = new MemberNames();

    private final Set<Source> sources = new CopyOnWriteArraySet<>();

    static {
        NameResolverRegistry.getDefaultRegistry().register(SHARED);
    }

    private MemberNames() {}

    /**
     * One agreement of this process.
     *
     * @param membersAt the members that a label without a node may mean
     */
    record Source(AddressBook book, Function<String, List<NodeId>> membersAt) {
        @Nullable
        String addressOf(String label) {
            NodeId node = node(label);
            if (node != null) {
                return book.of(node);
            }
            List<NodeId> members = membersAt.apply(label);
            return members.size() == 1 ? book.of(members.getFirst()) : null;
        }
    }

    static void add(Source source) {
        SHARED.sources.add(source);
    }

    static void remove(Source source) {
        SHARED.sources.remove(source);
    }

    /** What a configuration calls a member. */
    static String label(NodeId node, String address) {
        return node + "@" + address;
    }

    /** The address in a label. */
    static String address(String label) {
        return label.substring(label.indexOf('@') + 1);
    }

    private static @Nullable NodeId node(String label) {
        int at = label.indexOf('@');
        return at < 0 ? null : new NodeId(label.substring(0, at));
    }

    private String current(String label) {
        for (Source source : sources) {
            String known = source.addressOf(label);
            if (known != null) {
                return known;
            }
        }
        return address(label);
    }

    @Override
    public @Nullable NameResolver newNameResolver(URI target, NameResolver.Args args) {
        return SCHEME.equals(target.getScheme()) ? new Member(target.getPath().substring(1), args) : null;
    }

    @Override
    public String getDefaultScheme() {
        return SCHEME;
    }

    @Override
    protected boolean isAvailable() {
        return true;
    }

    @Override
    protected int priority() {
        return PRIORITY;
    }

    /** One member, for one channel. What gRPC calls is called in its synchronization context. */
    private final class Member extends NameResolver {
        private final String label;
        private final Args args;
        private final Runnable changed = this::lookAgain;
        private volatile String last = "";
        private @Nullable Listener2 listener;

        Member(String label, Args args) {
            this.label = label;
            this.args = args;
        }

        @Override
        public String getServiceAuthority() {
            return current(label);
        }

        @Override
        public void start(Listener2 told) {
            listener = told;
            sources.forEach(source -> source.book().listen(changed));
            refresh();
        }

        /** Others than this member have moved most of the time: its connections are left alone then. */
        private void lookAgain() {
            if (!current(label).equals(last)) {
                refresh();
            }
        }

        @Override
        public void refresh() {
            Executor executor = args.getOffloadExecutor();
            (executor == null ? (Executor) Thread::startVirtualThread : executor).execute(this::resolve);
        }

        private void resolve() {
            String now = current(label);
            last = now;
            StatusOr<List<EquivalentAddressGroup>> found;
            try {
                found = StatusOr.fromValue(resolve(now));
            } catch (UnknownHostException | IllegalArgumentException e) {
                found = StatusOr.fromStatus(Status.UNAVAILABLE
                        .withDescription("cannot resolve " + now)
                        .withCause(e));
            }
            ResolutionResult result =
                    ResolutionResult.newBuilder().setAddressesOrError(found).build();
            args.getSynchronizationContext().execute(() -> {
                if (listener != null) {
                    listener.onResult2(result);
                }
            });
        }

        /** The host by which the member is called is the one that its certificate has to name. */
        private static List<EquivalentAddressGroup> resolve(String address) throws UnknownHostException {
            int colon = address.lastIndexOf(':');
            if (colon < 1) {
                throw new IllegalArgumentException("'" + address + "' is not host:port");
            }
            int port = Integer.parseInt(address.substring(colon + 1));
            Attributes authority = Attributes.newBuilder()
                    .set(EquivalentAddressGroup.ATTR_AUTHORITY_OVERRIDE, address)
                    .build();
            return Arrays.stream(InetAddress.getAllByName(address.substring(0, colon)))
                    .map(one -> new EquivalentAddressGroup(new InetSocketAddress(one, port), authority))
                    .toList();
        }

        @Override
        public void shutdown() {
            sources.forEach(source -> source.book().forget(changed));
            listener = null;
        }
    }
}
