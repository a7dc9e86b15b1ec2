package org.onecopy.network.induction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.onecopy.model.ProblemCode;
import org.onecopy.problem.ProblemException;

@DisplayName("H72: addresses that a stranger comes with")
final class AdvertisedAddressesTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "169.254.169.254",
                "fe80::1",
                "metadata.google.internal",
                "0.0.0.0",
                "::",
                "224.0.0.1",
                "no-such-host.invalid"
            })
    void are_refused_where_they_are_no_machine_that_all_reach(String host) {
        for (String own : new String[] {"127.0.0.1", "10.0.0.1"}) {
            assertThatThrownBy(() -> new AdvertisedAddresses(own).check(host))
                    .isInstanceOfSatisfying(
                            ProblemException.class, e -> assertThat(e.code()).isEqualTo(ProblemCode.ADDRESS_REFUSED));
        }
    }

    @Test
    void may_be_loopback_only_where_the_network_lives_on_one_machine() {
        assertThatCode(() -> new AdvertisedAddresses("127.0.0.1").check("127.0.0.1"))
                .doesNotThrowAnyException();
        assertThatThrownBy(() -> new AdvertisedAddresses("10.0.0.1").check("127.0.0.1"))
                .isInstanceOf(ProblemException.class);
        assertThatCode(() -> new AdvertisedAddresses("10.0.0.1").check("10.0.0.2"))
                .doesNotThrowAnyException();
    }
}
