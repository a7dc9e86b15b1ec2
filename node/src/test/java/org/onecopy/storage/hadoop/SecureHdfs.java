package org.onecopy.storage.hadoop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PrivilegedExceptionAction;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import javax.security.auth.Subject;
import javax.security.auth.kerberos.KerberosTicket;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.hdfs.HdfsConfiguration;
import org.apache.hadoop.hdfs.MiniDFSCluster;
import org.apache.hadoop.minikdc.MiniKdc;
import org.apache.hadoop.security.UserGroupInformation;
import org.onecopy.model.ProblemCode;
import org.onecopy.storage.Step;
import org.onecopy.storage.Storage;
import org.onecopy.storage.Tree;

/**
 * A key distribution centre, a cluster that demands Kerberos, and a node's storage in it. A process of its own, because logins and
 * realms belong to the whole process.
 */
final class SecureHdfs {
    /** Longer than the pause between two logins that Hadoop keeps. */
    private static final Duration TICKET = Duration.ofSeconds(75);

    private SecureHdfs() {}

    /** @param arguments an empty directory */
    public static void main(String[] arguments) throws Exception {
        Path directory = Path.of(arguments[0]);
        Properties properties = MiniKdc.createConf();
        properties.setProperty(MiniKdc.MAX_TICKET_LIFETIME, Long.toString(TICKET.toMillis()));
        MiniKdc kdc = new MiniKdc(properties, directory.resolve("kdc").toFile());
        kdc.start();
        shortenTickets(kdc);
        File services = directory.resolve("services.keytab").toFile();
        kdc.createPrincipal(services, "hdfs/localhost", "HTTP/localhost");
        Path own = directory.resolve("onecopy.keytab");
        kdc.createPrincipal(own.toFile(), "onecopy/localhost");
        Path stranger = directory.resolve("stranger.keytab");
        kdc.createPrincipal(stranger.toFile(), "stranger/localhost");
        Map<String, String> secure = secure(kdc.getRealm(), services);
        Configuration conf = new HdfsConfiguration();
        secure.forEach(conf::set);
        conf.set("hadoop.tmp.dir", directory.resolve("tmp").toString());
        conf.set(MiniDFSCluster.HDFS_MINIDFS_BASEDIR, directory.resolve("dfs").toString());
        UserGroupInformation.setConfiguration(conf);
        UserGroupInformation.loginUserFromKeytab("hdfs/localhost@" + kdc.getRealm(), services.toString());
        requireShortTicket();
        try (MiniDFSCluster cluster =
                new MiniDFSCluster.Builder(conf).numDataNodes(1).build()) {
            cluster.waitActive();
            cluster.getFileSystem().mkdirs(new org.apache.hadoop.fs.Path("/zone"));
            cluster.getFileSystem().setOwner(new org.apache.hadoop.fs.Path("/zone"), "onecopy", "onecopy");
            Path files = clientFiles(directory, cluster, secure);
            use(new HadoopSettings(
                    true,
                    Optional.empty(),
                    Optional.of(files),
                    Optional.empty(),
                    Optional.of(new HadoopSettings.Login("onecopy/localhost@" + kdc.getRealm(), own)),
                    Optional.empty(),
                    directory.resolve("spool"),
                    Optional.empty(),
                    Optional.empty()));
            refuse(files, directory, new HadoopSettings.Login("onecopy/localhost@" + kdc.getRealm(), stranger));
        }
        System.exit(0);
    }

    /** The centre gives what is asked for, and Java asks as the file says that it made. */
    private static void shortenTickets(MiniKdc kdc) throws Exception {
        Path file = kdc.getKrb5conf().toPath();
        String text = Files.readString(file)
                .replace("[libdefaults]", "[libdefaults]\n    ticket_lifetime = " + TICKET.toSeconds() + "s");
        Files.writeString(file, text);
        Class.forName("sun.security.krb5.Config").getMethod("refresh").invoke(null);
    }

    private static KerberosTicket ticket(UserGroupInformation user) throws Exception {
        return user.doAs((PrivilegedExceptionAction<KerberosTicket>) () -> Subject.current()
                .getPrivateCredentials(KerberosTicket.class)
                .iterator()
                .next());
    }

    private static void requireShortTicket() throws Exception {
        KerberosTicket ticket = ticket(UserGroupInformation.getLoginUser());
        assertThat(Duration.between(
                        ticket.getStartTime().toInstant(), ticket.getEndTime().toInstant()))
                .isLessThanOrEqualTo(TICKET.plusSeconds(5));
    }

    private static Map<String, String> secure(String realm, File services) {
        Map<String, String> conf = new LinkedHashMap<>();
        conf.put("hadoop.security.authentication", "kerberos");
        conf.put("hadoop.security.authorization", "true");
        for (String daemon : new String[] {"dfs.namenode.", "dfs.datanode."}) {
            conf.put(daemon + "kerberos.principal", "hdfs/localhost@" + realm);
            conf.put(daemon + "keytab.file", services.toString());
        }
        conf.put("dfs.web.authentication.kerberos.principal", "HTTP/localhost@" + realm);
        conf.put("dfs.web.authentication.kerberos.keytab", services.toString());
        conf.put("dfs.block.access.token.enable", "true");
        conf.put("dfs.http.policy", "HTTP_ONLY");
        conf.put("ignore.secure.ports.for.testing", "true");
        conf.put("ipc.client.connection.maxidletime", "2000");
        return conf;
    }

    private static Path clientFiles(Path directory, MiniDFSCluster cluster, Map<String, String> secure)
            throws Exception {
        Path files = Files.createDirectories(directory.resolve("conf"));
        StringBuilder xml = new StringBuilder("<configuration>\n");
        Map<String, String> all = new LinkedHashMap<>(secure);
        all.put("fs.defaultFS", "hdfs://localhost:" + cluster.getNameNodePort());
        all.forEach((key, value) ->
                xml.append("<property><name>%s</name><value>%s</value></property>\n".formatted(key, value)));
        Files.writeString(files.resolve("core-site.xml"), xml.append("</configuration>\n"));
        return files;
    }

    /**
     * Long enough that the first ticket is over; idle connections are closed, so each call logs in anew. Hadoop's client gets a new ticket
     * itself when a call fails; a login that calls nothing meanwhile has a valid one by the node's own renewal alone.
     */
    private static void use(HadoopSettings settings) throws Exception {
        long begun = System.nanoTime();
        try (Connection silent = Connection.open(settings);
                Storage storage = new HadoopStorage(settings);
                Tree tree = storage.open("/zone", false)) {
            Instant first = ticket(silent.user()).getEndTime().toInstant();
            HdfsFixture.stage(tree, "s", "text");
            Step.Done done = (Step.Done) tree.move(HdfsFixture.staged("s"), HdfsFixture.at("f"));
            assertThat(done.now().attributes().owner()).isEqualTo("onecopy");
            assertThat(HdfsFixture.content(tree, HdfsFixture.at("f"))).isEqualTo("text");
            Duration over = TICKET.multipliedBy(2);
            await().atMost(over.plusMinutes(1))
                    .pollInterval(Duration.ofSeconds(5))
                    .until(() -> System.nanoTime() - begun > over.toNanos());
            assertThat(first).isBefore(Instant.now());
            assertThat(ticket(silent.user()).getEndTime().toInstant()).isAfter(Instant.now());
            HdfsFixture.stage(tree, "s", "later");
            assertThat(tree.move(HdfsFixture.staged("s"), HdfsFixture.at("g"))).isInstanceOf(Step.Done.class);
            assertThat(HdfsFixture.content(tree, HdfsFixture.at("g"))).isEqualTo("later");
        }
    }

    private static void refuse(Path files, Path directory, HadoopSettings.Login wrong) {
        HadoopSettings settings = new HadoopSettings(
                true,
                Optional.empty(),
                Optional.of(files),
                Optional.empty(),
                Optional.of(wrong),
                Optional.empty(),
                directory.resolve("spool"),
                Optional.empty(),
                Optional.empty());
        try (Storage storage = new HadoopStorage(settings)) {
            HdfsFixture.assertProblem(ProblemCode.STORAGE_UNAVAILABLE, () -> storage.open("/zone", false));
        }
    }
}
