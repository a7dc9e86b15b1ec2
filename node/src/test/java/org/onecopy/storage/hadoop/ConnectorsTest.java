package org.onecopy.storage.hadoop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.onecopy.model.ProblemCode;
import org.onecopy.storage.Ability;
import org.onecopy.storage.Step;
import org.onecopy.storage.Storage;
import org.onecopy.storage.Tree;

/** A connector that nobody but its jar in the plugins directory knows. */
class ConnectorsTest {
    private static final String SOURCE = """
            package odd;
            public class OddFileSystem extends org.apache.hadoop.fs.RawLocalFileSystem {
                @Override public java.net.URI getUri() { return java.net.URI.create("odd:///"); }
                @Override public String getScheme() { return "odd"; }
                @Override public boolean hasPathCapability(org.apache.hadoop.fs.Path path, String capability) { return false; }
            }
            """;

    @TempDir
    Path temp;

    @BeforeEach
    void makeJar() throws IOException {
        Path source = Files.writeString(
                Files.createDirectories(temp.resolve("src/odd")).resolve("OddFileSystem.java"), SOURCE);
        Path classes = Files.createDirectories(temp.resolve("classes"));
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        String api = Path.of(URI.create(org.apache.hadoop.fs.FileSystem.class
                        .getProtectionDomain()
                        .getCodeSource()
                        .getLocation()
                        .toString()))
                .toString();
        int result = compiler.run(
                null, null, null, "-proc:none", "-nowarn", "-cp", api, "-d", classes.toString(), source.toString());
        assertThat(result).isZero();
        Map<String, byte[]> entries = new TreeMap<>();
        entries.put("odd/OddFileSystem.class", Files.readAllBytes(classes.resolve("odd/OddFileSystem.class")));
        entries.put(
                "META-INF/services/org.apache.hadoop.fs.FileSystem",
                "odd.OddFileSystem\n".getBytes(StandardCharsets.UTF_8));
        Path plugins = Files.createDirectories(temp.resolve("plugins"));
        try (OutputStream out = Files.newOutputStream(plugins.resolve("odd-connector.jar"));
                JarOutputStream jar = new JarOutputStream(out)) {
            for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
                jar.putNextEntry(new JarEntry(entry.getKey()));
                jar.write(entry.getValue());
                jar.closeEntry();
            }
        }
    }

    private Storage storage(Optional<Path> plugins) {
        return new HadoopStorage(new HadoopSettings(
                false,
                Optional.of(URI.create("odd:///")),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                plugins,
                temp.resolve("spool"),
                Optional.empty(),
                Optional.empty()));
    }

    @Test
    void finds_the_file_system_of_a_scheme_in_the_plugins_directory() throws IOException {
        try (Storage storage = storage(Optional.of(temp.resolve("plugins")));
                Tree tree = storage.open(temp.resolve("zone").toString(), true)) {
            assertThat(tree.capabilities().can(Ability.CONDITIONAL_WRITES)).isFalse();
            assertThat(tree.capabilities().can(Ability.MTIMES)).isTrue();
            HdfsFixture.stage(tree, "s", "text");
            assertThat(tree.move(HdfsFixture.staged("s"), HdfsFixture.at("f"))).isInstanceOf(Step.Done.class);
            assertThat(temp.resolve("zone/f")).hasContent("text");
        }
    }

    @Test
    void says_that_nothing_knows_the_scheme() {
        try (Storage storage = storage(Optional.empty())) {
            HdfsFixture.assertProblem(ProblemCode.STORAGE_UNAVAILABLE, () -> storage.open("/zone", true));
        }
    }
}
