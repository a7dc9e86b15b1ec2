package org.onecopy.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.onecopy.agreement.AddressBook;
import org.onecopy.core.registry.RegisteredNode;
import org.onecopy.model.NodeId;
import org.onecopy.model.ProblemCode;
import org.onecopy.model.ZoneName;
import org.onecopy.problem.ProblemException;

final class WhereaboutsTest {
    private static final NodeId OSLO = new NodeId("oslo-1");
    private static final NodeId LYON = new NodeId("lyon-1");

    private final List<RegisteredNode> registry = new ArrayList<>(List.of(at(OSLO, "o"), at(LYON, "l")));
    private final AddressBook book = new AddressBook();
    private final Whereabouts whereabouts = new Whereabouts(() -> List.copyOf(registry), book);

    private static RegisteredNode at(NodeId node, String host) {
        ZoneName zone = new ZoneName(node.value().replace("-1", ""));
        return new RegisteredNode(node, zone, host + ":1", host + ":2", host + ":3");
    }

    @Test
    void what_was_told_counts_until_the_registry_says_something_else() {
        whereabouts.follow();
        assertThat(book.of(LYON)).isEqualTo("l:1");
        assertThat(whereabouts.tell(at(LYON, "elsewhere"))).isTrue();
        assertThat(whereabouts.tell(at(LYON, "elsewhere"))).as("told again").isFalse();
        assertThat(book.of(LYON)).isEqualTo("elsewhere:1");
        assertThat(whereabouts.nodes()).containsExactly(at(OSLO, "o"), at(LYON, "elsewhere"));

        registry.set(1, at(LYON, "agreed"));
        whereabouts.follow();
        assertThat(book.of(LYON)).isEqualTo("agreed:1");
        registry.set(1, at(LYON, "elsewhere"));
        whereabouts.follow();
        assertThat(book.of(LYON)).isEqualTo("elsewhere:1");
    }

    @Test
    void two_nodes_never_have_an_address_in_common() {
        RegisteredNode both = new RegisteredNode(LYON, new ZoneName("lyon"), "l:1", "o:3", "l:3");
        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(() -> whereabouts.tell(both))
                .withMessageContaining("o:3")
                .withMessageContaining("oslo-1")
                .matches(e -> e.code() == ProblemCode.ADDRESS_REFUSED);
        whereabouts.tell(at(OSLO, "elsewhere"));
        assertThat(whereabouts.tell(both)).as("oslo-1 has gone from there").isTrue();
    }

    @Test
    void strangers_and_nodes_that_claim_another_zone_are_not_heard() {
        for (RegisteredNode stranger : List.of(
                at(new NodeId("kyoto-1"), "k"), new RegisteredNode(LYON, new ZoneName("oslo"), "x:1", "x:2", "x:3"))) {
            assertThatExceptionOfType(ProblemException.class)
                    .isThrownBy(() -> whereabouts.tell(stranger))
                    .matches(e -> e.code() == ProblemCode.NODE_UNKNOWN);
        }
        assertThat(whereabouts.nodes()).isEqualTo(registry);
    }
}
