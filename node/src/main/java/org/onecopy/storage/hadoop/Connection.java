package org.onecopy.storage.hadoop;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PrivilegedExceptionAction;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.hdfs.DistributedFileSystem;
import org.apache.hadoop.hdfs.HdfsConfiguration;
import org.apache.hadoop.security.UserGroupInformation;
import org.onecopy.model.ProblemCode;
import org.onecopy.problem.StorageException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A file system, opened as the settings say, and the login that keeps it open. */
final class Connection implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Connection.class);

    /** How often it is seen whether the ticket has to be had anew; it is, once four fifths of its life are over. */
    private static final int LOGIN_CHECK_SECONDS = 60;

    /**
     * What keeps a dead server from holding a node for minutes, and small files from waiting. What the cluster's own files say of
     * these wins.
     */
    private static final Map<String, String> IMPATIENT = Map.ofEntries(
            Map.entry("ipc.client.connect.timeout", "5000"),
            Map.entry("ipc.client.connect.max.retries", "2"),
            Map.entry("ipc.client.connect.max.retries.on.timeouts", "1"),
            Map.entry("ipc.client.connect.retry.interval", "500"),
            Map.entry("ipc.client.rpc-timeout.ms", "20000"),
            Map.entry("dfs.client.failover.max.attempts", "6"),
            Map.entry("dfs.client.failover.sleep.base.millis", "200"),
            Map.entry("dfs.client.failover.sleep.max.millis", "2000"),
            Map.entry("dfs.client.socket-timeout", "20000"),
            Map.entry("dfs.datanode.socket.write.timeout", "30000"),
            Map.entry("dfs.client.retry.window.base", "500"),
            Map.entry("dfs.client.block.write.replace-datanode-on-failure.best-effort", "true"),
            Map.entry("dfs.client.block.write.locateFollowingBlock.initial.delay.ms", "5"),
            Map.entry("dfs.client.block.write.locateFollowingBlock.retries", "12"));

    private final FileCalls calls;
    private final UserGroupInformation user;
    private final ScheduledExecutorService loginKeeper;

    private Connection(FileCalls calls, UserGroupInformation user, boolean renew) {
        this.calls = calls;
        this.user = user;
        loginKeeper = Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().daemon().name("hadoop-login").factory());
        if (renew) {
            var _ = loginKeeper.scheduleWithFixedDelay(
                    () -> renew(user), LOGIN_CHECK_SECONDS, LOGIN_CHECK_SECONDS, TimeUnit.SECONDS);
        }
    }

    FileCalls calls() {
        return calls;
    }

    /** Who is logged in. */
    UserGroupInformation user() {
        return user;
    }

    private static void renew(UserGroupInformation user) {
        try {
            user.checkTGTAndReloginFromKeytab();
        } catch (IOException e) {
            LOG.warn("cannot log in {} anew; it is tried again every {} s", user, LOGIN_CHECK_SECONDS, e);
        }
    }

    static Connection open(HadoopSettings settings) throws IOException {
        Configuration configuration = configuration(settings);
        UserGroupInformation.setConfiguration(configuration);
        UserGroupInformation user = user(settings);
        URI uri = settings.uri().orElseGet(() -> FileSystem.getDefaultUri(configuration));
        if (settings.plugins().isPresent() && uri.getScheme() != null) {
            Connectors.load(settings.plugins().get(), uri.getScheme(), configuration);
        }
        FileSystem system = connect(user, uri, configuration);
        if (!settings.onlyHdfs() && !(system instanceof DistributedFileSystem)) {
            return new Connection(
                    new FileSystemCalls(system), user, settings.login().isPresent());
        }
        if (system instanceof DistributedFileSystem hdfs) {
            return new Connection(
                    new HdfsCalls(hdfs, defaults(configuration)),
                    user,
                    settings.login().isPresent());
        }
        system.close();
        throw new StorageException(
                ProblemCode.STORAGE_UNAVAILABLE,
                "%s is not HDFS; say in storage.hadoop.uri or core-site.xml (fs.defaultFS) where it is".formatted(uri),
                null);
    }

    private static FileSystem connect(UserGroupInformation user, URI uri, Configuration configuration)
            throws IOException {
        try {
            return user.doAs((PrivilegedExceptionAction<FileSystem>) () -> FileSystem.newInstance(uri, configuration));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        } catch (IllegalArgumentException e) {
            // a host that nobody knows, a nameservice without its nodes
            throw new StorageException(
                    ProblemCode.STORAGE_UNAVAILABLE,
                    "cannot open %s: %s; see whether the name is right, and the cluster's files are complete"
                            .formatted(uri, e.getMessage()),
                    e);
        }
    }

    static Configuration configuration(HadoopSettings settings) throws IOException {
        Configuration configuration = new HdfsConfiguration();
        Configuration impatient = new Configuration(false);
        IMPATIENT.forEach(impatient::set);
        configuration.addResource(impatient);
        for (String name : List.of("core-site.xml", "hdfs-site.xml")) {
            Path file = settings.configuration()
                    .map(directory -> directory.resolve(name))
                    .orElse(null);
            if (file != null && Files.isRegularFile(file)) {
                configuration.addResource(new org.apache.hadoop.fs.Path(file.toUri()));
            } else if (file != null && name.equals("core-site.xml")) {
                throw new IOException("there is no " + file);
            }
        }
        configuration.set("fs.permissions.umask-mode", "000"); // modes are set as agreed
        configuration.setBoolean("fs.automatic.close", false);
        settings.replication().ifPresent(number -> configuration.setInt("dfs.replication", number));
        settings.blockBytes().ifPresent(bytes -> configuration.setLong("dfs.blocksize", bytes));
        return configuration;
    }

    /** What nobody has set, but Hadoop's own defaults, is the NameNode's to say. */
    private static HdfsCalls.Defaults defaults(Configuration configuration) {
        return new HdfsCalls.Defaults(
                isSet(configuration, "dfs.replication") ? (short) configuration.getInt("dfs.replication", 0) : 0,
                isSet(configuration, "dfs.blocksize") ? configuration.getLongBytes("dfs.blocksize", 0) : 0);
    }

    private static boolean isSet(Configuration configuration, String key) {
        String[] sources = configuration.getPropertySources(key);
        return sources != null && sources.length > 0 && !sources[sources.length - 1].endsWith("-default.xml");
    }

    private static UserGroupInformation user(HadoopSettings settings) throws IOException {
        if (settings.login().isPresent()) {
            HadoopSettings.Login login = settings.login().get();
            return UserGroupInformation.loginUserFromKeytabAndReturnUGI(
                    login.principal(), login.keytab().toString());
        }
        return settings.user().isPresent()
                ? UserGroupInformation.createRemoteUser(settings.user().get())
                : UserGroupInformation.getCurrentUser();
    }

    @Override
    public void close() {
        loginKeeper.shutdownNow();
        calls.close();
    }
}
