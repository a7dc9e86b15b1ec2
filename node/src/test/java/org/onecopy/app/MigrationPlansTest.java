package org.onecopy.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.onecopy.app.config.NodeConfig;
import org.onecopy.model.ProblemCode;
import org.onecopy.model.ZoneName;
import org.onecopy.model.api.Initial;
import org.onecopy.model.api.MigrationCompare;
import org.onecopy.model.api.MigrationPlanSpec;
import org.onecopy.problem.ProblemException;

/** What is refused before any zone is asked. */
final class MigrationPlansTest {
    private static final NodeConfig CONFIG = NodeConfig.parse(Path.of("/etc/onecopy/node.yaml"), """
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
                - {node: lyon-1, zone: lyon, agreement: 127.0.0.1:1, content: 127.0.0.1:2, admin: 127.0.0.1:3}
            """);

    @ParameterizedTest
    @ValueSource(strings = {"data", "../data", "/data/../etc", "/data//more", "/data/.onecopy/trash"})
    void refuses_a_path_that_no_rule_could_have(String path) {
        MigrationPlans plans = new MigrationPlans(
                CONFIG,
                InstantSource.system(),
                zone -> {
                    throw new AssertionError("zone " + zone + " was asked");
                },
                () -> 0);
        MigrationPlanSpec spec = new MigrationPlanSpec(
                null,
                Map.of(new ZoneName("lyon"), path, new ZoneName("oslo"), "/data"),
                List.of(),
                Initial.UNION,
                MigrationCompare.SIZE,
                null);
        assertThatThrownBy(() -> plans.begin(spec, null)).isInstanceOfSatisfying(ProblemException.class, problem -> {
            assertThat(problem.code()).isEqualTo(ProblemCode.PATH_INVALID);
            assertThat(problem).hasMessageContaining("zone lyon").hasMessageContaining(path);
        });
        assertThat(plans.all()).isEmpty();
    }
}
