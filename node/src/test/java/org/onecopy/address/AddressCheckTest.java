package org.onecopy.address;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("H72: addresses that lead inside")
final class AddressCheckTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.0.0.1",
                "127.9.9.9",
                "0.0.0.0",
                "0.1.2.3",
                "169.254.169.254",
                "169.254.1.1",
                "168.63.129.16",
                "100.100.100.200",
                "192.0.0.192",
                "224.0.0.1",
                "255.255.255.255",
                "::1",
                "::",
                "::127.0.0.1",
                "::ffff:169.254.169.254",
                "64:ff9b::a9fe:a9fe",
                "2002:7f00:1::",
                "fe80::1",
                "fd00:ec2::254",
                "ff02::1"
            })
    void are_refused_but_where_they_are_named(String text) {
        InetAddress address = InetAddress.ofLiteral(text);
        assertThat(AddressCheck.complaint(address, List.of())).contains(" is ");
        assertThat(AddressCheck.complaint(address, List.of(InetAddress.ofLiteral("8.8.8.8"))))
                .isNotNull();
        assertThat(AddressCheck.complaint(address, List.of(address))).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"8.8.8.8", "10.0.0.1", "192.168.1.1", "172.16.0.1", "2001:db8::1", "fd12:3456::1"})
    void others_and_those_of_a_private_network_are_called(String text) {
        assertThat(AddressCheck.complaint(InetAddress.ofLiteral(text), List.of()))
                .isNull();
    }

    @Test
    void names_of_metadata_services_are_refused_whatever_their_address() {
        assertThat(AddressCheck.complaint("Metadata.Google.Internal.")).isNotNull();
        assertThat(AddressCheck.complaint("hooks.example.org")).isNull();
    }
}
