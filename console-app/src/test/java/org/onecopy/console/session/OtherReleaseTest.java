package org.onecopy.console.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.onecopy.model.ApiJson;
import org.onecopy.model.ByteCount;
import org.onecopy.model.NodeId;
import org.onecopy.model.ProblemCode;
import org.onecopy.model.ZoneName;
import org.onecopy.model.api.Addresses;
import org.onecopy.model.api.Memory;
import org.onecopy.model.api.NodeState;
import org.onecopy.model.api.NodeStatus;
import org.onecopy.model.api.Problem;
import org.onecopy.model.client.ProblemResponseException;

/** Nodes of other releases: what they say more is left out, what they do not know is empty. */
class OtherReleaseTest {
    @Test
    void a_field_that_is_not_known_here_is_left_out_at_any_depth() throws JsonProcessingException {
        NodeStatus status = new NodeStatus(
                new NodeId("oslo-1"),
                new ZoneName("oslo"),
                "9.9",
                NodeState.RUNNING,
                1,
                Instant.EPOCH,
                5,
                new Addresses("a:1", "b:1", "c:1"),
                new Memory(new ByteCount(70), new ByteCount(100), null));
        ObjectNode said = ApiJson.lenient().valueToTree(status);
        said.put("mood", "fine").putArray("list").add(1);
        ((ObjectNode) said.get("memory")).putObject("pools").put("old", 1);
        assertThat(ApiJson.lenient().readValue(said.toString(), NodeStatus.class))
                .isEqualTo(status);
    }

    @Test
    void a_question_that_an_older_node_does_not_know_has_no_answer_and_any_other_refusal_is_said() {
        assertThat(Snapshot.known(() -> List.of("known"))).containsExactly("known");
        assertThat(Snapshot.<String>known(() -> {
                    throw new ProblemResponseException(Problem.of(ProblemCode.NOT_FOUND, "no such route", Map.of()));
                }))
                .isEmpty();
        assertThatThrownBy(() -> Snapshot.<String>known(() -> {
                    throw new ProblemResponseException(Problem.of(ProblemCode.FORBIDDEN, "not for you", Map.of()));
                }))
                .hasMessageContaining("not for you");
    }
}
