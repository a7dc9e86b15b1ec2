package org.onecopy.installers.provisioning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.onecopy.model.NodeId;
import org.onecopy.model.ZoneName;
import org.onecopy.model.api.PeerRole;

final class PreflightTest {
    private static final Facts.Clock RIGHT = new Facts.Clock(Duration.ZERO, Duration.ofMillis(5));
    private static final PackageFile DEB = new PackageFile(
            Path.of("/p/onecopy_2_amd64.deb"), "deb", "2", List.of("x86_64"), 80_000_000, "0".repeat(64));

    private static final String GOOD = """
            os=Linux
            machine=x86_64
            glibc=2.36
            tool:dpkg=yes
            tool:tar=yes
            systemd=yes
            memory=900000
            home=/home/k
            free:/home/k=9000000
            free:/usr=9000000
            free:/var/lib=9000000
            listens=0100007F:1F92
            listens=00000000000000000000000000000000:1B58
            end=yes
            """;

    private static HostSpec spec(String bind) {
        return new HostSpec(
                "oslo1",
                new HostSpec.Access(null, null, null, null),
                new NodeId("oslo-1"),
                new ZoneName("oslo"),
                PeerRole.VOTER,
                "oslo1",
                new HostSpec.NodeAnswers("local:/srv", bind, List.of(6444, 7000, 8082), null, null, false));
    }

    private static List<String> codes(String said, Facts.Clock clock, String bind) {
        return new Preflight(List.of(), List.of())
                .judge(spec(bind), Facts.parse(said, clock), DEB).stream()
                        .map(finding -> finding.code() + (finding.stops() ? "" : "?"))
                        .toList();
    }

    @Test
    void sees_which_ports_are_taken_at_the_address_that_is_bound() {
        Facts facts = Facts.parse(GOOD, RIGHT);
        assertThat(facts.taken(List.of(6444, 7000, 8082), null)).containsExactly(7000, 8082);
        assertThat(facts.taken(List.of(6444, 7000, 8082), "10.0.0.1")).containsExactly(7000);
        assertThat(facts.taken(List.of(8082), "127.0.0.1")).containsExactly(8082);
        assertThat(codes(GOOD, RIGHT, "10.0.0.1")).containsExactly("port-taken");
        assertThat(codes(GOOD + "node=oslo-1\n", RIGHT, "10.0.0.1"))
                .as("by the node itself")
                .isEmpty();
    }

    @Test
    void names_what_stands_against_a_machine() {
        String free = GOOD.replace("listens=", "x=");
        assertThat(codes(free, RIGHT, "")).isEmpty();
        assertThat(codes(free.replace("2.36", "2.17"), RIGHT, "")).containsExactly("os-unsupported");
        assertThat(codes(free.replace("glibc=2.36\n", ""), RIGHT, "")).containsExactly("os-unsupported");
        assertThat(codes(free.replace("Linux", "FreeBSD"), RIGHT, "")).containsExactly("os-unsupported");
        assertThat(codes("", RIGHT, "")).containsExactly("os-unsupported");
        assertThat(codes(free.replace("free:/usr=9", "free:/usr=0"), RIGHT, "")).containsExactly("disk-full");
        assertThat(codes(free.replace("free:/home/k=9000000", "free:/home/k=9000"), RIGHT, ""))
                .containsExactly("disk-full");
        assertThat(codes(free.replace("memory=900000", "memory=300000"), RIGHT, ""))
                .containsExactly("memory-short");
        assertThat(codes(free.replace("systemd=yes", "systemd=no"), RIGHT, "")).containsExactly("no-service-manager?");
    }

    @Test
    void a_clock_counts_as_wrong_only_by_what_is_sure() {
        String free = GOOD.replace("listens=", "x=");
        assertThat(codes(free, new Facts.Clock(Duration.ofSeconds(-4), Duration.ofSeconds(3)), ""))
                .isEmpty();
        assertThat(codes(free, new Facts.Clock(Duration.ofSeconds(-4), Duration.ofSeconds(1)), ""))
                .containsExactly("clock-skewed?");
        assertThat(codes(free, new Facts.Clock(Duration.ofMinutes(6), Duration.ofSeconds(1)), ""))
                .containsExactly("clock-skewed");
    }

    @Test
    void chooses_the_package_of_the_machines_own_manager() {
        PackageFile tar = new PackageFile(Path.of("/p/t.tar.gz"), "archive", "2", List.of("x86_64"), 1, "0");
        PackageFile rpm = new PackageFile(Path.of("/p/r.rpm"), "rpm", "2", List.of("x86_64"), 1, "0");
        List<PackageFile> all = List.of(DEB, rpm, tar);
        Facts debian = Facts.parse(GOOD + "tool:rpm=yes\n", RIGHT);
        assertThat(PackageFile.choose(all, debian)).isEqualTo(DEB);
        assertThat(PackageFile.choose(List.of(rpm, tar), debian))
                .as("rpm is a mere tool there")
                .isEqualTo(tar);
        Facts redhat = Facts.parse(GOOD.replace("tool:dpkg", "tool:rpm"), RIGHT);
        assertThat(PackageFile.choose(all, redhat)).isEqualTo(rpm);
        Facts archived = new Facts(
                Map.of("machine", "x86_64", "tool:dpkg", "yes", "installed", "archive 1"), java.util.Set.of(), RIGHT);
        assertThat(PackageFile.choose(all, archived))
                .as("replaced by its own kind")
                .isEqualTo(tar);
        Facts arm = Facts.parse(GOOD.replace("x86_64", "aarch64"), RIGHT);
        org.assertj.core.api.Assertions.assertThatThrownBy(() -> PackageFile.choose(all, arm))
                .isInstanceOfSatisfying(
                        ProvisionException.class,
                        e -> assertThat(e.code()).isEqualTo(ProvisionCode.ARCHITECTURE_UNSUPPORTED));
    }

    @Test
    void answers_travel_in_quotes_and_a_first_node_makes_the_network() {
        assertThat(Answers.text(spec("10.0.0.1"), "onecopy-1.x")).isEqualTo("""
                ONECOPY_ZONE='oslo'
                ONECOPY_NODE='oslo-1'
                ONECOPY_HOST='oslo1'
                ONECOPY_STORAGE='local:/srv'
                ONECOPY_BIND='10.0.0.1'
                ONECOPY_PORTS='6444,7000,8082'
                ONECOPY_TICKET='onecopy-1.x'
                """);
        assertThat(Answers.text(spec("10.0.0.1"), null))
                .contains("ONECOPY_CREATE='yes'")
                .doesNotContain("TICKET");
    }

    @Test
    void the_end_of_a_long_output_is_kept() {
        Tail tail = new Tail();
        byte[] line = "0123456789abcdef".getBytes(java.nio.charset.StandardCharsets.UTF_8);
        for (int i = 0; i < 40_000; i++) {
            tail.write(line, 0, line.length);
        }
        tail.write('!');
        assertThat(tail.text()).startsWith("…1234").endsWith("abcdef!").hasSize(256 * 1024 + 1);
    }

    @Test
    void a_package_that_installs_itself_is_an_archive(@TempDir Path temp) throws IOException {
        for (String name : List.of("onecopy-2-linux-amd64.run", "onecopy-2-linux-arm64.tar.gz", "onecopy-2.txt")) {
            Files.writeString(temp.resolve(name), "one");
        }
        assertThat(PackageFile.find(temp))
                .extracting(PackageFile::name, PackageFile::kind, PackageFile::version)
                .containsExactly(
                        tuple("onecopy-2-linux-amd64.run", "archive", "2"),
                        tuple("onecopy-2-linux-arm64.tar.gz", "archive", "2"));
    }
}
