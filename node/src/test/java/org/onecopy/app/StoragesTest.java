package org.onecopy.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.onecopy.app.config.NodeConfig;
import org.onecopy.model.ProblemCode;
import org.onecopy.problem.ProblemException;
import org.onecopy.storage.Ability;
import org.onecopy.storage.Storage;

/** What a node's configuration makes of its storage. */
final class StoragesTest {
    @TempDir
    Path directory;

    private static NodeConfig config(String storage) {
        return NodeConfig.parse(Path.of("/etc/onecopy/node.yaml"), """
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
                """ + storage);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "storage: {type: local}", "storage: {type: none}"})
    void opens_the_file_systems_of_the_machine(String storage) {
        try (Storage opened = Storages.open(config(storage))) {
            assertThat(opened.capabilities().can(Ability.IDENTITIES)).isTrue();
            assertThat(opened.capabilities().can(Ability.DURABLE_STEPS)).isFalse();
        }
    }

    /** It is spoken to when a tree is opened, so a node starts while the cluster is away. */
    @Test
    void opens_a_cluster_that_is_away() {
        String storage = "storage: {type: hdfs, hadoop: {uri: 'hdfs://127.0.0.1:1', user: onecopy}}";
        try (Storage opened = Storages.open(config(storage))) {
            assertThat(opened.capabilities().can(Ability.IDENTITIES)).isTrue();
            assertThat(opened.capabilities().can(Ability.ATOMIC_REPLACE)).isFalse();
            assertThat(opened.capabilities().can(Ability.SYMLINKS)).isFalse();
            assertThatThrownBy(() -> opened.open("/zone", false))
                    .isInstanceOfSatisfying(
                            ProblemException.class,
                            problem -> assertThat(problem.code()).isEqualTo(ProblemCode.STORAGE_UNAVAILABLE));
        }
    }

    @Test
    void tries_a_storage_out_without_a_node() throws IOException {
        Path root = Files.createDirectories(directory.resolve("root"));
        NodeConfig local = config("storage: {root: '%s'}".formatted(root));
        assertThat(StorageTrials.offline(local, null)).singleElement().satisfies(report -> {
            assertThat(report.passed()).as("%s", report).isTrue();
            assertThat(report.zone()).hasToString("lyon");
            assertThat(report.type()).isEqualTo("local");
            assertThat(report.path()).isEqualTo("/");
        });
        Files.writeString(root.resolve("f"), "x");
        assertThat(StorageTrials.offline(local, "/f"))
                .singleElement()
                .satisfies(report -> assertThat(report.passed()).isFalse());
        assertThat(root).isDirectoryContaining("glob:**/f");
        assertThat(root.toFile().list()).containsExactly("f");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "storage: {type: local}",
                "storage: {type: none}",
                "storage: {type: hdfs, hadoop: {uri: 'hdfs://127.0.0.1:1'}}"
            })
    void writes_nothing_where_the_top_is_not_its_own_or_there_is_no_storage(String storage) {
        assertThatThrownBy(() -> StorageTrials.offline(config(storage), null))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        problem -> assertThat(problem.code()).isEqualTo(ProblemCode.BAD_REQUEST));
    }
}
