package org.onecopy.installers.provisioning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.onecopy.model.api.PeerRole;

final class InventoryTest {
    @TempDir
    Path temp;

    private SshConfig ssh() throws IOException {
        Path config = Files.writeString(temp.resolve("config"), """
                Host osl
                  HostName oslo1.example.org
                  Port 2222
                """);
        return SshConfig.read(config, temp, "me");
    }

    private Inventory yaml(String text) throws IOException {
        return Inventory.read(Files.writeString(temp.resolve("hosts.yaml"), text), ssh());
    }

    @Test
    void reads_entries_over_defaults_and_looks_aliases_up() throws IOException {
        Inventory inventory = yaml("""
                defaults: {user: admin, heap: 512m, storage: 'local:/srv/data', ports: +500}
                hosts:
                  - {host: osl, zone: oslo, heap: 1g}
                  - host: web[8-10].example.org
                    zone: lyon
                    ports: [7001, 7002, 7003]
                  - {host: third, zone: kyoto, role: witness, storage: none, authority: yes}
                """);
        assertThat(inventory.twice()).isEmpty();
        assertThat(inventory.hosts())
                .extracting(host -> host.node().value())
                .containsExactly("oslo-osl", "lyon-web8", "lyon-web9", "lyon-web10", "kyoto-third");
        HostSpec oslo = inventory.hosts().getFirst();
        assertThat(oslo.address()).isEqualTo("oslo1.example.org");
        assertThat(oslo.answers().heap()).isEqualTo("1g");
        assertThat(oslo.answers().ports()).containsExactly(6944, 7500, 8582);
        assertThat(ssh().target(oslo).place()).isEqualTo("oslo1.example.org:2222");
        assertThat(ssh().target(oslo).user()).isEqualTo("admin");
        assertThat(inventory.hosts().get(1).answers().ports()).containsExactly(7001, 7002, 7003);
        HostSpec witness = inventory.hosts().getLast();
        assertThat(witness.role()).isEqualTo(PeerRole.WITNESS);
        assertThat(witness.answers().authority()).isTrue();
    }

    @Test
    void reads_the_same_from_csv() throws IOException {
        Path file = Files.writeString(temp.resolve("hosts.csv"), """
                host,zone,ports,storage
                # a remark
                osl,oslo,"6444,7000,8082","local:/srv/a ""b"", c"
                web[1-2],lyon,,
                """);
        Inventory inventory = Inventory.read(file, ssh());
        assertThat(inventory.hosts()).extracting(HostSpec::name).containsExactly("osl", "web1", "web2");
        assertThat(inventory.hosts().getFirst().answers().storage()).isEqualTo("local:/srv/a \"b\", c");
        assertThat(inventory.hosts().getLast().answers().storage()).isNull();
    }

    @Test
    void leaves_out_machines_that_stand_there_twice_and_keeps_the_others() throws IOException {
        Inventory inventory = yaml("""
                hosts:
                  - {host: osl, zone: oslo}
                  - {host: 'oslo1.example.org', port: 2222, zone: lyon}
                  - {host: kyoto1, zone: kyoto}
                  - {host: kyoto1, zone: nara, ports: +1}
                  - {host: a, zone: a, node: same}
                  - {host: b, zone: a, node: same}
                  - {host: c, zone: c, address: x}
                  - {host: d, zone: d, address: x, ports: '1,2,8082'}
                  - {host: good, zone: bergen}
                """);
        assertThat(inventory.hosts()).extracting(HostSpec::name).containsExactly("good");
        assertThat(inventory.twice())
                .containsEntry("osl", "osl and oslo1.example.org are both oslo1.example.org:2222")
                .containsEntry("kyoto1", "kyoto1 stands in the inventory twice")
                .containsEntry("b", "a and b would both have node same")
                .containsEntry("d", "c and d would both have nodes at x with the same port");
    }

    @Test
    void names_the_place_of_each_mistake() throws IOException {
        assertWrong("hosts: [{host: a, zone: oslo, prot: 1}]", "hosts[0]: 'prot' is no key: did you mean 'port'?");
        assertWrong("hosts: [{host: a}]", "hosts[0]: 'zone' is missing");
        assertWrong("hosts: [{host: a, zone: OSLO}]", "zone name 'OSLO'");
        assertWrong("hosts: [{host: a, zone: a, role: boss}]", "'boss' is none of voter, listener, witness");
        assertWrong("hosts: [{host: a, zone: a, role: witness, storage: 'local:/srv'}]", "a witness has no storage");
        assertWrong("hosts: [{host: a, zone: a, ports: '1,2'}]", "expected three different ones");
        assertWrong("hosts: [{host: a, zone: a, ports: +65000}]", "'71444' is no port");
        assertWrong("hosts: [{host: a, zone: a, heap: much}]", "expected a number with m or g");
        assertWrong("hosts: [{host: a, zone: a, storage: /srv}]", "expected local:/DIRECTORY");
        assertWrong("hosts: [{host: 'a[1-2]', zone: a, node: x}]", "'node' cannot be the same for 2 machines");
        assertWrong("hosts: [{host: 'a b', zone: a}]", "'a b' is no name of a machine");
        assertWrong("hosts: [{host: '-oProxyCommand=x', zone: a}]", "is no name of a machine");
        assertWrong(
                "hosts: [{host: a, zone: a, address: \"x'\\nONECOPY_CREATE='yes\"}]", "expected a name or an address");
        assertWrong("hosts: []", "names no machine");
        assertWrong("machines: []", "'machines' is no key here");
        assertWrong("hosts: [", "is no YAML");
        assertThatThrownBy(() -> Inventory.read(temp.resolve("none.yaml"), ssh()))
                .hasMessageContaining("there is no inventory");
        Path csv = Files.writeString(temp.resolve("x.csv"), "host,zone\na\n");
        assertThatThrownBy(() -> Inventory.read(csv, ssh()))
                .hasMessageContaining("x.csv:2: 1 cells where the first line has 2");
    }

    private void assertWrong(String text, String message) {
        assertThatThrownBy(() -> yaml(text))
                .isInstanceOfSatisfying(
                        ProvisionException.class, e -> assertThat(e.code()).isEqualTo(ProvisionCode.INVENTORY_INVALID))
                .hasMessageContaining(message);
    }

    @Test
    void expands_ranges() {
        assertThat(HostRange.expand("web[1-3]")).containsExactly("web1", "web2", "web3");
        assertThat(HostRange.expand("web[08-11].x")).containsExactly("web08.x", "web09.x", "web10.x", "web11.x");
        assertThat(HostRange.expand("[a-b,x][1,9]")).containsExactly("a1", "a9", "b1", "b9", "x1", "x9");
        assertThat(HostRange.expand("[fd00::1]")).containsExactly("[fd00::1]");
        assertThat(HostRange.expand("10.0.0.7")).containsExactly("10.0.0.7");
        for (String wrong : List.of("web[3-1]", "web[]", "web[1-99999]", "web[1", "web[1-999][1-999]")) {
            assertThatThrownBy(() -> HostRange.expand(wrong)).as(wrong).isInstanceOf(IllegalArgumentException.class);
        }
    }
}
