package org.onecopy.app.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.onecopy.alert.AlertSettings;
import org.onecopy.alert.MailTarget;
import org.onecopy.alert.Policy;
import org.onecopy.app.config.NodeConfig.CaptureMode;
import org.onecopy.model.ByteCount;
import org.onecopy.model.NodeId;
import org.onecopy.model.ProblemCode;
import org.onecopy.model.TimeoutProfile;
import org.onecopy.model.ZoneName;
import org.onecopy.model.api.AlertCondition;
import org.onecopy.model.api.Severity;
import org.onecopy.problem.ProblemException;
import org.onecopy.storage.PrincipalNames;

/** The configuration of a node: what is left out, what each key does, and how mistakes are told. */
final class NodeConfigTest {
    private static final Path FILE = Path.of("/etc/onecopy/node.yaml");

    /** What must be there, and nothing else. */
    private static final String LEAST = """
            node: lyon-1
            zone: lyon
            dataDir: data
            tokens: who
            network:
              id: 00000000-0000-4000-8000-000000000001
              ca: the-ca.pem
              certificate: the-node.pem
              key: the-node.key
              members:
                - node: lyon-1
                  zone: lyon
                  agreement: 127.0.0.1:6944
                  content: 127.0.0.1:7500
                  admin: 127.0.0.1:8582
                - node: rome-1
                  zone: rome
                  agreement: 127.0.0.1:7444
                  content: 127.0.0.1:8000
                  admin: 127.0.0.1:9082
            """;

    private static final String OF_S3 = """
            storage:
              type: s3
              s3:
                bucket: some-bucket
                encryption: sse-kms
            """;

    private static final String MAIL = """
            alerts:
              mail:
                - name: ops
                  server: mail.example.com:465
                  from: a@example.com
                  to: b@example.com
            """;

    private static final String WEBHOOK = """
            alerts:
              webhooks:
                - name: ops
                  url: https://example.com/x
            """;

    /** The least storage, or list, to which a key of its type can be added. */
    private static String storage(Key<?> key) {
        if (key.path().startsWith("alerts.mail[]")) {
            return MAIL;
        }
        if (key.path().startsWith("alerts.webhooks[]")) {
            return WEBHOOK;
        }
        if (key.path().startsWith("storage.s3.")) {
            return OF_S3;
        }
        if (!key.path().startsWith("storage.hadoop.")) {
            return "";
        }
        boolean login = key.equals(HadoopKeys.PRINCIPAL) || key.equals(HadoopKeys.KEYTAB);
        return "storage:\n  type: " + (key.equals(HadoopKeys.PLUGINS) ? "hadoop" : "hdfs")
                + "\n  hadoop:\n    uri: hdfs://some-cluster\n"
                + (login ? "    principal: somebody\n    keytab: some.keytab\n" : "");
    }

    private static NodeConfig parse(String text) {
        return NodeConfig.parse(FILE, text);
    }

    private static List<String> errors(String text) {
        List<String> errors = new ArrayList<>();
        assertThatThrownBy(() -> parse(text)).isInstanceOfSatisfying(ProblemException.class, problem -> {
            assertThat(problem.code()).isEqualTo(ProblemCode.CONFIG_INVALID);
            errors.addAll(problem.getMessage().lines().toList());
            assertThat(problem.data()).containsEntry("errors", errors);
        });
        return errors;
    }

    @Test
    void has_these_values_where_nothing_is_said() {
        NodeConfig config = parse(LEAST);
        assertThat(config.node()).isEqualTo(new NodeId("lyon-1"));
        assertThat(config.zone()).isEqualTo(new ZoneName("lyon"));
        assertThat(config.dataDir()).isEqualTo(Path.of("/etc/onecopy/data"));
        assertThat(config.tokens()).isEqualTo(Path.of("/etc/onecopy/who"));
        assertThat(config.addresses().agreement().bind()).hasToString("127.0.0.1:6444");
        assertThat(config.addresses().agreement().advertised()).hasToString("127.0.0.1:6444");
        assertThat(config.addresses().content().bind()).hasToString("127.0.0.1:7000");
        assertThat(config.addresses().admin().bind()).hasToString("127.0.0.1:8082");
        assertThat(config.storage()).isEqualTo(new StorageConfig.Local(Path.of("/"), Optional.empty()));
        assertThat(config.network().members()).hasSize(2);
        assertThat(config.capture())
                .isEqualTo(new NodeConfig.Capture(CaptureMode.INOTIFY, Duration.ofMinutes(10), Duration.ofMillis(500)));
        assertThat(config.transfer())
                .isEqualTo(new NodeConfig.Transfer(8, ByteCount.parse("4GiB"), ByteCount.parse("16KiB")));
        assertThat(config.timeouts()).isEqualTo(TimeoutProfile.LAN);
        assertThat(config.limits())
                .isEqualTo(new NodeConfig.Limits(
                        10_000, ByteCount.parse("2GiB"), ByteCount.parse("512MiB"), Duration.ofDays(30), 10_000_000));
        assertThat(config.trash()).isEqualTo(new NodeConfig.Trash(Duration.ofDays(7), ByteCount.parse("100GiB")));
        assertThat(config.heapAdvice()).isEqualTo(ByteCount.parse("192MiB"));
        assertThat(config.alerts().policies()).containsOnlyKeys(AlertCondition.values());
        assertThat(config.alerts().policies().get(AlertCondition.LAG))
                .isEqualTo(new Policy(Severity.WARNING, 300, 60, Duration.ofMinutes(1)));
        assertThat(config.alerts().policies().get(AlertCondition.DATA_DISK))
                .isEqualTo(new Policy(Severity.ERROR, 4L << 30, 5L << 30, Duration.ofMinutes(1)));
        assertThat(config.alerts().mail()).isEmpty();
        assertThat(config.alerts().webhooks()).isEmpty();
    }

    @Test
    void takes_http_to_this_machine_where_that_is_allowed_and_never_shows_a_webhooks_path() throws Exception {
        AlertSettings alerts = parse(LEAST + """
                        alerts:
                          noQuorum: {severity: off}
                          mail:
                            - {name: ops, server: 'mail.example.com:25', from: a@b, to: ' c@d ,e@f '}
                          webhooks:
                            - {name: chat, url: 'http://127.0.0.1:80/secret', allow: '127.0.0.1, ::1'}
                        """).alerts();
        assertThat(alerts.policies()).doesNotContainKey(AlertCondition.NO_QUORUM);
        assertThat(alerts.mail().getFirst().to()).containsExactly("c@d", "e@f");
        assertThat(alerts.mail().getFirst().security()).isEqualTo(MailTarget.Security.STARTTLS);
        assertThat(alerts.webhooks().getFirst().allow()).contains(java.net.InetAddress.ofLiteral("::1"));
        assertThat(alerts.toString()).doesNotContain("secret");
    }

    static Stream<Key<?>> keys() {
        return ConfigKeys.ALL.stream();
    }

    static Stream<Key<?>> requiredKeys() {
        return ConfigKeys.ALL.stream().filter(Key::required);
    }

    @ParameterizedTest
    @MethodSource("keys")
    void every_key_changes_the_configuration(Key<?> key) {
        NodeConfig plain = parse(LEAST + storage(key));
        NodeConfig changed = parse(with(key, key.example()));
        assertThat(changed).as(key.path()).isNotEqualTo(plain);
    }

    @Test
    void principals_have_one_name_each_on_both_sides() {
        PrincipalNames names = parse(LEAST + """
                        storage:
                          principals:
                            users: {alice: a.andersen, bob: 'Bob Berg'}
                            groups:
                              staff: grp-staff
                            others: unknown
                        """).principals();
        assertThat(names.users()).isEqualTo(Map.of("alice", "a.andersen", "bob", "Bob Berg"));
        assertThat(names.groups()).isEqualTo(Map.of("staff", "grp-staff"));
        assertThat(names.others()).isEqualTo(PrincipalNames.Others.UNKNOWN);
        assertThat(parse(LEAST).principals().isPlain()).isTrue();

        String twice = LEAST + """
                storage:
                  principals:
                    users:
                      alice: same
                      bob: same
                      carol: one
                      carol: two
                    groups: {'': nothing, staff: {a: b}}
                """;
        assertThat(errors(twice))
                .hasSize(4)
                .anySatisfy(error -> assertThat(error)
                        .contains("'alice' and 'bob' are both called 'same'")
                        .contains("give each a name of its own")
                        .matches("/etc/onecopy/node.yaml:[0-9]+:12: .*"))
                .anySatisfy(error -> assertThat(error).contains("'carol' stands here twice"))
                .anySatisfy(error -> assertThat(error).contains("a name is empty"))
                .anySatisfy(error -> assertThat(error).contains("expected names with one value each"));
    }

    @ParameterizedTest
    @MethodSource("keys")
    void every_key_refuses_an_empty_value_and_a_list_and_says_where(Key<?> key) {
        String map = key.type().equals(KeyType.NAMES) ? "{a: {b: c}}" : "{a: b}";
        for (String wrong : List.of("", "\"\"", "[1, 2]", map)) {
            String text = with(key, wrong);
            assertThat(errors(text))
                    .as(key.path() + ": " + wrong)
                    .first(org.assertj.core.api.InstanceOfAssertFactories.STRING)
                    .matches("/etc/onecopy/node.yaml:[0-9]+:[0-9]+: '.*" + key.name() + "': .*expected .*");
        }
    }

    @ParameterizedTest
    @MethodSource("requiredKeys")
    void every_required_key_is_missed(Key<?> key) {
        String line = (key.path().contains("[]") ? "(    -|     ) " : "( *)") + key.name() + ": .*\n";
        boolean first = key.path().contains("[]") && List.of("node", "name").contains(key.name());
        String text = (LEAST + storage(key)).replaceFirst("(?m)^" + line, first ? "    -\n" : "");
        assertThat(errors(text)).anyMatch(error -> error.contains(key.name()) || error.contains("expected keys"));
    }

    /** The least configuration with one key set; of members the second one, so that this node stays among them. */
    private static String with(Key<?> key, String value) {
        String name = key.name();
        if (key.path().startsWith("alerts.") && key.path().contains("[]")) {
            String list = storage(key);
            String line = " " + name + ": ";
            return LEAST
                    + (list.contains(line)
                            ? list.replaceFirst(line + ".*\n", line + value + "\n")
                            : list + "     " + line + value + "\n");
        }
        if (key.path().contains("[]")) {
            int second = LEAST.lastIndexOf("- node:");
            return LEAST.substring(0, second)
                    + LEAST.substring(second).replaceFirst(name + ": .*\n", name + ": " + value + "\n");
        }
        if (key.path().equals("node") || key.path().equals("zone")) {
            // This node's own line among the members must fit.
            return value.matches("[a-z0-9-]+")
                    ? LEAST.replaceAll(name + ": lyon(-1)?\n", name + ": " + value + "\n")
                    : LEAST.replaceFirst(name + ": .*\n", name + ": " + value + "\n");
        }
        if (key.required()) {
            return LEAST.replaceFirst("(?m)^( *)" + name + ": .*\n", "$1" + name + ": " + value + "\n");
        }
        String storage = storage(key);
        if (!storage.isEmpty()) {
            String line = "    " + name + ": ";
            return LEAST
                    + (storage.contains(line)
                            ? storage.replaceFirst(line + ".*\n", line + value + "\n")
                            : storage + line + value + "\n");
        }
        StringBuilder section = new StringBuilder();
        String[] names = key.path().split("\\.", -1);
        for (int depth = 0; depth < names.length; depth++) {
            section.append("  ".repeat(depth)).append(names[depth]).append(':');
            section.append(depth == names.length - 1 ? " " + value + "\n" : "\n");
        }
        return LEAST + section;
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "zoen: x | 21:1: unknown key 'zoen'; did you mean 'zone'?",
                "transfer: {conurrency: 3} | 21:12: unknown key 'transfer.conurrency'; did you mean 'concurrency'?",
                "colour: red | unknown key 'colour'; known here: node, zone, dataDir",
                "capture: {mode: poll} | 21:17: 'capture.mode': 'poll' is none of inotify, scan",
                "capture: {quietPeriod: soon} | 'soon' is no duration",
                "capture: {scanInterval: 0s} | 'capture.scanInterval': must be more than 0s",
                "transfer: {inlineMax: 1MiB} | 21:23: 'transfer.inlineMax': at most 64KiB",
                "trash: {keep: 1h} | 'trash.keep': from 1d to 120d",
                "limits: {silence: 1h} | 'limits.silence': at least 1d",
                "transfer: {concurrency: 0} | '0' is not a whole number from 1 to 256",
                "limits: 3 | 'limits': expected keys: [parked, dataDirFreeMin, storageFreeMin, silence, silenceEntries]",
                "addresses: {admin: {bind: 127.0.0.1:99999}} | expected HOST:PORT",
                "addresses: {admin: {bind: '0.0.0.0:1'}} | the others cannot connect to 0.0.0.0:1",
                "storage: {type: s3} | 'storage.s3.bucket': a storage of type s3 needs its bucket",
                "storage: {type: s3, root: /x, s3: {bucket: b}} | 'storage.root': is for a storage of type local, and this one is of type s3",
                "storage: {s3: {bucket: b}} | 'storage.s3.bucket': is for a storage of type s3, and this one is of type local",
                "storage: {type: s3, s3: {bucket: b, partSize: 1MiB}} | 'storage.s3.partSize': from 5MiB to 1GiB",
                "storage: {type: s3, s3: {bucket: b, kmsKey: k}} | 'storage.s3.kmsKey': only with 'storage.s3.encryption: sse-kms'",
                "storage: {type: s3, s3: {bucket: b, endpoint: 'ftp://x'}} | 'ftp://x' names no server",
                "storage: {type: s3, s3: {bucket: b, prefix: a//b}} | the name '' is empty",
                "storage: {type: s3, s3: {bucket: b, pathStyle: maybe}} | 'maybe' is neither",
                "storage: {type: hdfs} | 'storage.hadoop.uri': the storage needs it, or the cluster's files",
                "storage: {type: hdfs, hadoop: {uri: 's3a://b'}} | 'storage.hadoop.uri': a storage of type hdfs begins with hdfs://",
                "storage: {type: hdfs, hadoop: {uri: 'hdfs://c/dir'}} | names no file system, or more than one",
                "storage: {type: hdfs, hadoop: {uri: 'hdfs://c', principal: p}} | 'storage.hadoop.principal': needs 'storage.hadoop.keytab'",
                "storage: {type: hdfs, hadoop: {uri: 'hdfs://c', plugins: p}} | 'storage.hadoop.plugins': is only for a storage of type hadoop",
                "storage: {hadoop: {uri: 'hdfs://c'}} | 'storage.hadoop.uri': is for a storage of type hdfs, and this one is of type local",
                "alerts: {lag: {begin: 1m, end: 2m}} | 21:32: 'alerts.lag.end': lies beyond 'lag.begin', where the alert begins",
                "alerts: {dataDisk: {end: 1GiB}} | 'alerts.dataDisk.end': lies beyond 'dataDisk.begin'",
                "alerts: {lag: {beginn: 1m}} | unknown key 'alerts.lag.beginn'; did you mean 'begin'?",
                "alerts: {lag: {severity: loud}} | 'loud' is none of off, info, warning, error",
                "alerts: {every: 0s} | 'alerts.every': from 1s to 10m",
                "alerts: {repeat: 1s} | 'alerts.repeat': at least 1m",
                "alerts: {webhooks: [{name: a, url: 'http://example.com/'}]} | 'alerts.webhooks[0].url': https, please",
                "alerts: {webhooks: [{name: a, url: 'http://127.0.0.1/'}]} | 'alerts.webhooks[0].url': https, please",
                "alerts: {webhooks: [{name: a, url: 'http://example.com/', allow: 127.0.0.1}]} | https, please",
                "alerts: {webhooks: [{name: a, url: 'https://u:p@example.com/'}]} | is no address of a webhook",
                "alerts: {webhooks: [{name: a, url: 'file:///etc/passwd'}]} | is no address of a webhook",
                "alerts: {webhooks: [{name: a, url: 'https://x', allow: example.com}]} | 'alerts.webhooks[0].allow'",
                "alerts: {webhooks: [{name: a, url: 'https://x'}, {name: a, url: 'https://y'}]} | 'alerts.webhooks[1].name': two targets",
                "alerts: {webhooks: [{name: a, link: 'https://x'}]} | unknown key 'alerts.webhooks[0].link'",
                "alerts: {mail: [{name: a, server: 'm:25', from: a@b, to: 'c@d, e'}]} | 'e' is no mail address",
                "alerts: {mail: [{name: a, server: 'm:25', from: a@b, to: c@d, security: none}]} | 'none' only to a server on this machine",
                "alerts: {mail: [{name: a, server: 'localhost:25', from: a@b, to: c@d, security: none, credentials: f}]} | needs an encrypted connection",
                "alerts: {mail: {name: a}} | 'alerts.mail': expected a list",
                "zone: again | 21:1: 'zone' stands here twice",
                "a: [ | not YAML",
                "dataDir: &x y | stands here twice",
            })
    void tells_what_is_wrong_and_where(String line, String error) {
        assertThat(errors(LEAST + line + "\n")).anyMatch(text -> text.contains(error));
    }

    @Test
    void tells_everything_that_is_wrong_at_once() {
        assertThat(errors("node: Lyon\nzone: lyon\nextra: 1\nnetwork: {id: 7}\n"))
                .hasSizeGreaterThan(6);
    }

    @Test
    void needs_this_node_once_among_the_members_with_its_zone() {
        assertThat(errors(LEAST.replace("- node: lyon-1", "- node: lyon-9")))
                .anyMatch(e -> e.contains("must be in the list"));
        assertThat(errors(LEAST.replace("- node: rome-1", "- node: lyon-1"))).anyMatch(e -> e.contains("twice"));
        assertThat(errors(LEAST.replace("      zone: lyon", "      zone: bern")))
                .anyMatch(e -> e.contains("and 'bern' here"));
    }

    @Test
    void reads_its_own_example() {
        NodeConfig config = parse(ConfigReference.example());
        String all = ConfigReference.example().replaceAll("(?m)^( *)# ([a-z][a-zA-Z0-9]+: \\S+)$", "$1$2");
        NodeConfig uncommented = parse(all.replaceAll("(?s)\n  hadoop:\n.*?\nnetwork:", "\nnetwork:"));
        NodeConfig ofS3 = parse(all.replaceAll("(?m)^  (root|workArea): .*$", "")
                .replaceAll("(?s)\n  hadoop:\n.*?\n  s3:", "\n  s3:")
                .replace("  type: local", "  type: s3")
                .replace("encryption: bucket", "encryption: sse-kms"));
        assertThat(ofS3.storage().root()).isEqualTo("s3://photos-eu/team-a/onecopy");
        NodeConfig ofHdfs = parse(all.replaceAll("(?m)^  (root|workArea): .*$", "")
                .replaceAll("(?s)\n  s3:\n.*?\nnetwork:", "\nnetwork:")
                .replaceAll("(?m)^    (user|plugins): .*$", "")
                .replace("  type: local", "  type: hdfs"));
        assertThat(ofHdfs.storage().root()).isEqualTo("hdfs://namenode.example.org:8020/");
        assertThat(config.capture()).isEqualTo(uncommented.capture());
        assertThat(config.transfer()).isEqualTo(uncommented.transfer());
        assertThat(config.limits()).isEqualTo(uncommented.limits());
        assertThat(config.alerts())
                .isEqualTo(uncommented.alerts())
                .isEqualTo(parse(LEAST).alerts());
    }

    @Test
    void says_when_there_is_no_file() {
        assertThatThrownBy(() -> NodeConfig.read(Path.of("/nowhere/node.yaml")))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("there is no configuration file /nowhere/node.yaml");
    }

    @Test
    void is_described_by_a_page_that_is_up_to_date() throws Exception {
        Path page = projectRoot().resolve("docs/configuration.md");
        assertThat(page)
                .as("make it again: onecopy node config --reference > docs/configuration.md")
                .content()
                .isEqualTo(ConfigReference.markdown());
    }

    private static Path projectRoot() {
        Path at = Path.of("").toAbsolutePath();
        while (!Files.isDirectory(at.resolve(".mvn"))) {
            at = at.getParent();
        }
        return at;
    }
}
