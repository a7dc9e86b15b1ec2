package org.onecopy.admin;

import java.net.BindException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLContext;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.VirtualThreads;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.glassfish.jersey.CommonProperties;
import org.glassfish.jersey.internal.inject.AbstractBinder;
import org.glassfish.jersey.server.ResourceConfig;
import org.glassfish.jersey.server.ServerProperties;
import org.glassfish.jersey.servlet.ServletContainer;
import org.onecopy.admin.events.EventLog;
import org.onecopy.admin.http.Access;
import org.onecopy.admin.http.Audit;
import org.onecopy.admin.http.ConnectionProblems;
import org.onecopy.admin.http.JsonBodies;
import org.onecopy.admin.http.Listings;
import org.onecopy.admin.http.Permission;
import org.onecopy.admin.http.Problems;
import org.onecopy.admin.http.RequestLimits;
import org.onecopy.admin.metrics.Metrics;
import org.onecopy.admin.routes.AlertRoutes;
import org.onecopy.admin.routes.AuditRoutes;
import org.onecopy.admin.routes.BandwidthRoutes;
import org.onecopy.admin.routes.CheckRoutes;
import org.onecopy.admin.routes.CheckScheduleRoutes;
import org.onecopy.admin.routes.ConflictRoutes;
import org.onecopy.admin.routes.ContentRoutes;
import org.onecopy.admin.routes.EventRoutes;
import org.onecopy.admin.routes.FenceRoutes;
import org.onecopy.admin.routes.GuardRoutes;
import org.onecopy.admin.routes.HealthRoutes;
import org.onecopy.admin.routes.LagRoutes;
import org.onecopy.admin.routes.MetricsRoutes;
import org.onecopy.admin.routes.MigrationRoutes;
import org.onecopy.admin.routes.NetworkRoutes;
import org.onecopy.admin.routes.OpenApiRoutes;
import org.onecopy.admin.routes.RepairRoutes;
import org.onecopy.admin.routes.RuleMigrationRoutes;
import org.onecopy.admin.routes.RuleRoutes;
import org.onecopy.admin.routes.SessionRoutes;
import org.onecopy.admin.routes.StateRoutes;
import org.onecopy.admin.routes.StorageRoutes;
import org.onecopy.admin.routes.TokenRoutes;
import org.onecopy.admin.routes.TrashRoutes;
import org.onecopy.admin.routes.UndoRoutes;
import org.onecopy.admin.routes.UserRoutes;
import org.onecopy.admin.routes.WhoRoutes;
import org.onecopy.model.ProblemCode;
import org.onecopy.problem.ProblemException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The admin API over HTTPS (TLS 1.3). Limits: {@link #CONNECTIONS_MAX} connections, 16 KiB of headers, 1 MiB of body, a minute of silence.
 * Each request has its own virtual thread.
 */
public final class AdminServer implements AutoCloseable {
    /** How many connections there may be; further ones wait. */
    public static final int CONNECTIONS_MAX = 256;

    private static final Logger LOG = LoggerFactory.getLogger(AdminServer.class);

    static final Set<Class<?>> ROUTES = Set.of(
            HealthRoutes.class,
            StateRoutes.class,
            StorageRoutes.class,
            RuleRoutes.class,
            GuardRoutes.class,
            ConflictRoutes.class,
            TrashRoutes.class,
            UndoRoutes.class,
            CheckRoutes.class,
            CheckScheduleRoutes.class,
            RepairRoutes.class,
            FenceRoutes.class,
            BandwidthRoutes.class,
            ContentRoutes.class,
            MigrationRoutes.class,
            RuleMigrationRoutes.class,
            LagRoutes.class,
            NetworkRoutes.class,
            AlertRoutes.class,
            AuditRoutes.class,
            EventRoutes.class,
            MetricsRoutes.class,
            UserRoutes.class,
            TokenRoutes.class,
            SessionRoutes.class,
            WhoRoutes.class,
            OpenApiRoutes.class);

    private static final int HEADER_LENGTH_MAX = 16 * 1024;
    private static final Duration SILENCE_MAX = Duration.ofMinutes(1);
    private static final Duration STOP_PATIENCE = Duration.ofSeconds(2);

    private final Server server;
    private final ServerConnector connector;
    private final String host;

    private AdminServer(Server server, ServerConnector connector, String host) {
        this.server = server;
        this.connector = connector;
        this.host = host;
    }

    /**
     * Opens the port and serves.
     *
     * @param host address to bind to
     * @param port 0 for any free one, see {@link #port()}
     * @param tls with the node's certificate; clients need none
     * @throws ProblemException {@code ADDRESS_IN_USE} where the port is taken
     */
    public static AdminServer start(
            String host,
            int port,
            SSLContext tls,
            PeopleService people,
            NodeService node,
            AlertService alerts,
            AuditService audit,
            EventLog events,
            Metrics metrics) {
        Server server = new Server(threads());
        ServerConnector connector = connector(server, host, port, tls);
        server.addConnector(connector);
        server.addBean(new NetworkConnectionLimit(CONNECTIONS_MAX, connector));
        server.setErrorHandler(new ConnectionProblems());
        server.setStopTimeout(STOP_PATIENCE.toMillis());
        ServletContextHandler context = new ServletContextHandler("/");
        context.setErrorHandler(new ConnectionProblems());
        context.addServlet(
                new ServletHolder(new ServletContainer(application(people, node, alerts, audit, events, metrics))),
                "/*");
        server.setHandler(context);
        AdminServer admin = new AdminServer(server, connector, host);
        admin.start(port);
        return admin;
    }

    private void start(int port) {
        try {
            server.start();
        } catch (Exception e) {
            close();
            if (e instanceof BindException || e.getCause() instanceof BindException) {
                throw new ProblemException(
                        ProblemCode.ADDRESS_IN_USE,
                        "cannot serve the admin API at " + host + ":" + port + ": " + e.getMessage()
                                + "; another process may use the port: stop it, or change addresses.admin.bind",
                        e);
            }
            throw new ProblemException(ProblemCode.INTERNAL, "the admin API does not start: " + e.getMessage(), e);
        }
    }

    /** The port that is served. */
    public int port() {
        return connector.getLocalPort();
    }

    /** Stops serving; running requests have two seconds. Close the event log first: it ends the streams. */
    @Override
    public void close() {
        try {
            server.stop();
        } catch (TimeoutException e) {
            LOG.info("requests to the admin API were cut off, because they took too long to end");
        } catch (Exception e) {
            throw new ProblemException(ProblemCode.INTERNAL, "the admin API does not stop: " + e.getMessage(), e);
        }
    }

    private static QueuedThreadPool threads() {
        QueuedThreadPool pool = new QueuedThreadPool(12, 2);
        pool.setName("admin");
        pool.setDaemon(true);
        pool.setVirtualThreadsExecutor(VirtualThreads.getNamedVirtualThreadsExecutor("admin-request-"));
        return pool;
    }

    private static ServerConnector connector(Server server, String host, int port, SSLContext tls) {
        SslContextFactory.Server factory = new SslContextFactory.Server();
        factory.setSslContext(tls);
        factory.setIncludeProtocols("TLSv1.3");
        HttpConfiguration http = new HttpConfiguration();
        http.setRequestHeaderSize(HEADER_LENGTH_MAX);
        http.setSendServerVersion(false);
        http.setUriCompliance(UriCompliance.RFC3986);
        // A node is reached by changing names and addresses; the client checks them, the server need not.
        http.addCustomizer(new SecureRequestCustomizer(false));
        ServerConnector connector = new ServerConnector(
                server, 1, 1, new SslConnectionFactory(factory, "http/1.1"), new HttpConnectionFactory(http));
        connector.setHost(host);
        connector.setPort(port);
        connector.setIdleTimeout(SILENCE_MAX.toMillis());
        return connector;
    }

    private static ResourceConfig application(
            PeopleService people,
            NodeService node,
            AlertService alerts,
            AuditService audit,
            EventLog events,
            Metrics metrics) {
        ResourceConfig application = new ResourceConfig();
        ROUTES.forEach(application::register);
        return application
                .register(new AbstractBinder() {
                    @Override
                    protected void configure() {
                        bind(node).to(NodeService.class);
                        bind(people).to(PeopleService.class);
                        bind(alerts).to(AlertService.class);
                        bind(audit).to(AuditService.class);
                        bind(events).to(EventLog.class);
                        bind(metrics).to(Metrics.class);
                        bind(new OpenApiRoutes.Described(node.node().version(), ROUTES))
                                .to(OpenApiRoutes.Described.class);
                    }
                })
                .register(new Access(people))
                .register(Permission.class)
                .register(new Audit(audit, people, ROUTES))
                .register(RequestLimits.class)
                .register(JsonBodies.class)
                .register(Listings.class)
                .register(Problems.class)
                .property(ServerProperties.WADL_FEATURE_DISABLE, true)
                .property(ServerProperties.RESPONSE_SET_STATUS_OVER_SEND_ERROR, true)
                // Jersey finds whatever lies on the class path; what we want is listed here.
                .property(CommonProperties.FEATURE_AUTO_DISCOVERY_DISABLE, true)
                // A buffer would keep events back until it is full.
                .property(ServerProperties.OUTBOUND_CONTENT_LENGTH_BUFFER, 0);
    }
}
