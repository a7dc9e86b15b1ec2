package org.onecopy.installers.packaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.onecopy.model.ApiJson;

/** Packages are made as {@code ./onecopy package} makes them, and really installed, into a system that is thrown away afterwards. */
final class PackagesIT {
    private static final Path ROOT = Path.of(Objects.requireNonNull(System.getProperty("onecopy.root")));
    private static final Path TARGET = ROOT.resolve("installers/target");
    private static final Path PACKAGES = TARGET.resolve("it-packages");

    /** As the unit would run it: its user, its capabilities, and nothing else of root. */
    private static final String AS_SERVICE = "setpriv --reuid onecopy --regid onecopy --clear-groups --no-new-privs"
            + " --inh-caps=-all,+chown,+fowner,+fsetid,+dac_override"
            + " --ambient-caps=-all,+chown,+fowner,+fsetid,+dac_override"
            + " --bounding-set=-all,+chown,+fowner,+fsetid,+dac_override ";

    private static final String RUN_UNTIL_READY = AS_SERVICE + """
            onecopy node run --config /etc/onecopy/node.yaml >/var/log/onecopy/out 2>&1 &
            node=$!
            trap 'kill $node; cat /var/log/onecopy/out' EXIT
            # Each question starts Java: the first one once somebody is there to answer.
            for turn in $(seq 240); do
                sleep 0.25
                (: </dev/tcp/127.0.0.1/8082) 2>/dev/null || continue
                ready=$(onecopy status 2>/dev/null || true)
                case $ready in healthy*) break ;; esac
            done
            onecopy status
            onecopy zones
            trap - EXIT
            kill $node
            wait $node || echo "the node ended with $?"
            """;

    private static final String KEPT =
            "cat /etc/onecopy/onecopy.env /etc/onecopy/node.yaml /var/lib/onecopy/network/node.crt";

    private static List<Path> make(Path out, int minute, String... formats) throws IOException {
        return BuiltPackages.make(out, minute, formats);
    }

    @BeforeAll
    static void makePackages() throws IOException {
        assertThat(BuiltPackages.debian()).isEqualTo(PACKAGES);
    }

    /** @param shared what is {@code /mnt} inside */
    private static ThrowAwayRoot root(Path shared) throws IOException {
        Optional<String> obstacle = ThrowAwayRoot.obstacle(TARGET.resolve("it-probe"));
        assumeTrue(obstacle.isEmpty(), () -> obstacle.orElseThrow());
        ThrowAwayRoot root = new ThrowAwayRoot(TARGET.resolve("it-root"), shared);
        assertThat(root.run("rm -rf /usr/lib/jvm").code()).isZero();
        return root;
    }

    private static String succeed(ThrowAwayRoot root, String script) throws IOException {
        ThrowAwayRoot.Ran ran = root.run(script);
        assertThat(ran.code()).as(script + "\n" + ran.said()).isZero();
        return ran.said();
    }

    @Test
    void names_every_file_with_its_digest() throws IOException {
        List<String> sums = Files.readAllLines(PACKAGES.resolve("SHA256SUMS"));
        assertThat(sums).hasSize(1);
        for (String line : sums) {
            Path file = PACKAGES.resolve(line.substring(66));
            assertThat(PackageMain.sum(file)).isEqualTo(line.substring(0, 64));
            assertThat(Files.size(file)).isGreaterThan(50_000_000L);
        }
    }

    /** CycloneDX; the build holds the file to its schema when it writes it. */
    @Test
    void the_list_of_parts_names_every_library_with_its_digest() throws IOException {
        JsonNode parts = ApiJson.lenient().readTree(Files.readString(ROOT.resolve("node/target/onecopy-sbom.json")));
        assertThat(parts.path("bomFormat").asText()).isEqualTo("CycloneDX");
        Set<String> digests = new HashSet<>();
        for (JsonNode component : parts.path("components")) {
            component
                    .path("hashes")
                    .forEach(hash -> digests.add(hash.path("content").asText()));
        }
        try (var jars = Files.list(ROOT.resolve("node/target/lib"))) {
            for (Path jar : jars.filter(file -> !file.getFileName().toString().startsWith("onecopy-"))
                    .toList()) {
                assertThat(digests).as(jar.toString()).contains(PackageMain.sum(jar));
            }
        }
    }

    @Test
    @Tag("full")
    void a_package_for_users_stays_small() throws IOException {
        Path out = TARGET.resolve("it-small");
        try {
            Path deb = PackageMain.make(ROOT, BuiltPackages.release(0), false, List.of("deb"), out)
                    .getFirst();
            assertThat(Files.size(deb)).isBetween(50_000_000L, 120_000_000L);
        } finally {
            PackageMain.delete(out);
        }
    }

    @Test
    void a_debian_package_runs_a_node_and_leaves_nothing_when_it_is_purged() throws IOException {
        try (ThrowAwayRoot root = root(PACKAGES)) {
            refusesWrongAnswers(root);
            succeed(root, """
                    ONECOPY_ZONE=oslo ONECOPY_NODE=oslo-1 ONECOPY_HOST=127.0.0.1 ONECOPY_STORAGE=local:/srv/data ONECOPY_CREATE=yes \\
                        ONECOPY_HEAP=160m dpkg --configure onecopy </dev/null
                    test "$(stat -c %U:%G:%a /etc/onecopy /var/lib/onecopy /var/log/onecopy /var/lib/onecopy/network/node.key | tr '\\n' ' ')" = \\
                        'root:onecopy:750 onecopy:onecopy:750 onecopy:onecopy:750 onecopy:onecopy:600 '
                    """);
            assertThat(succeed(root, "onecopy --version; onecopy node config --check /etc/onecopy/node.yaml"))
                    .contains("onecopy 0.1.0")
                    .contains("is right: node oslo-1 of zone oslo");
            assertThat(succeed(root, RUN_UNTIL_READY))
                    .contains("healthy, as node oslo-1")
                    .contains("/srv/data")
                    .contains("the node ended with 143");
            checkUnit(root);
            upgrade(root);
            succeed(root, """
                    dpkg -r onecopy </dev/null
                    test ! -e /usr/lib/onecopy -a ! -e /usr/bin/onecopy
                    test -e /etc/onecopy/node.yaml -a -e /var/lib/onecopy/network/node.key
                    """);
            assertThat(succeed(root, "echo kept >/srv/data/file; dpkg -P onecopy </dev/null"))
                    .contains("can never come back under its name");
            assertThat(succeed(root, """
                            test -e /srv/data/file
                            find /etc /usr /var/lib /var/log /lib/systemd -name '*onecopy*' -not -path '/var/lib/dpkg/*'
                            """)).isBlank();
        }
    }

    /** The installation fails by the answer's name, and goes on where it is right. */
    private static void refusesWrongAnswers(ThrowAwayRoot root) throws IOException {
        ThrowAwayRoot.Ran ran = root.run("ONECOPY_ZONE=oslo ONECOPY_PORTS=80 dpkg -i /mnt/*.deb </dev/null");
        assertThat(ran.code()).as(ran.said()).isNotZero();
        assertThat(ran.said()).contains("ONECOPY_PORTS=80: expected three ports");
        succeed(root, "test ! -e /etc/onecopy/node.yaml");
    }

    private static void checkUnit(ThrowAwayRoot root) throws IOException {
        if (!Files.isExecutable(Path.of("/usr/bin/systemd-analyze"))) {
            System.err.println("the unit is not verified: no systemd here");
            return;
        }
        assertThat(succeed(root, "systemd-analyze verify --man=no /usr/lib/systemd/system/onecopy.service 2>&1"))
                .doesNotContain("onecopy.service:");
        // 0 is closed, 10 is open; what is left are the network, Java's compiler and the four capabilities.
        assertThat(succeed(
                        root,
                        "systemd-analyze security --no-pager --offline=yes --threshold=35 /usr/lib/systemd/system/onecopy.service"
                                + " | tail -n 1"))
                .contains("onecopy.service");
    }

    /** What an administrator wrote stays, and the node goes on from its state. */
    private static void upgrade(ThrowAwayRoot root) throws IOException {
        String before = succeed(root, """
                echo 'ONECOPY_JAVA_OPTS=-Dours=1' >>/etc/onecopy/onecopy.env
                cat /etc/onecopy/onecopy.env /etc/onecopy/node.yaml /var/lib/onecopy/network/node.crt
                """);
        succeed(root, "dpkg -i /mnt/*.deb </dev/null");
        assertThat(succeed(
                        root, "cat /etc/onecopy/onecopy.env /etc/onecopy/node.yaml /var/lib/onecopy/network/node.crt"))
                .isEqualTo(before);
    }

    @Test
    @Tag("full")
    void an_archive_installs_itself_runs_a_node_and_goes_again() throws IOException {
        Path archive = make(TARGET.resolve("it-archive"), 0, "tar.gz").getFirst();
        try (ThrowAwayRoot root = root(archive.getParent())) {
            succeed(root, """
                    mkdir /root/x && tar -C /root/x --strip-components=1 -xf /mnt/onecopy-*.tar.gz
                    ONECOPY_ZONE=oslo ONECOPY_NODE=oslo-1 ONECOPY_HOST=127.0.0.1 ONECOPY_CREATE=yes /root/x/install.sh --silent \\
                        --prefix /opt/onecopy </dev/null
                    grep -q '^ExecStart=/opt/onecopy/bin/onecopy ' /etc/systemd/system/onecopy.service
                    PATH=$PATH:/usr/local/bin; onecopy --version
                    """);
            assertThat(succeed(root, "PATH=$PATH:/usr/local/bin; " + RUN_UNTIL_READY))
                    .contains("healthy, as node oslo-1");
            succeed(root, """
                    echo 'ONECOPY_JAVA_OPTS=-Dours=1' >>/etc/onecopy/onecopy.env
                    cksum /etc/onecopy/* /var/lib/onecopy/network/node.crt >/root/before 2>/dev/null
                    /root/x/install.sh --silent </dev/null
                    cksum /etc/onecopy/* /var/lib/onecopy/network/node.crt 2>/dev/null | cmp - /root/before
                    test ! -e /opt/onecopy.old -a ! -e /opt/onecopy.new
                    """);
            assertThat(succeed(root, "PATH=$PATH:/usr/local/bin; " + RUN_UNTIL_READY))
                    .contains("healthy, as node oslo-1");
            succeed(root, """
                    /root/x/install.sh --uninstall </dev/null
                    test ! -e /opt/onecopy -a -e /etc/onecopy/node.yaml -a -e /var/lib/onecopy/network/node.key
                    /root/x/install.sh --silent </dev/null
                    /root/x/install.sh --uninstall --purge </dev/null
                    """);
            assertThat(
                            succeed(
                                    root,
                                    "rm -rf /root/x; find /etc /usr /opt /var/lib /var/log -name '*onecopy*' -not -path '/var/lib/dpkg/*'"))
                    .isBlank();
        }
    }

    @Test
    @Tag("full")
    void a_package_that_installs_itself_runs_a_node_and_goes_again() throws IOException {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/makeself")), "no .run is made: there is no makeself");
        Path run = make(TARGET.resolve("it-run"), 0, "run").getFirst();
        try (ThrowAwayRoot root = root(run.getParent())) {
            succeed(root, """
                    ONECOPY_ZONE=oslo ONECOPY_NODE=oslo-1 ONECOPY_HOST=127.0.0.1 ONECOPY_CREATE=yes \\
                        sh /mnt/onecopy-*.run --quiet -- --silent </dev/null
                    """);
            assertThat(succeed(root, "PATH=$PATH:/usr/local/bin; " + RUN_UNTIL_READY))
                    .contains("healthy, as node oslo-1");
            succeed(root, "sh /mnt/onecopy-*.run --quiet -- --uninstall --purge </dev/null");
            assertThat(succeed(
                            root,
                            "find /etc /usr /opt /var/lib /var/log -name '*onecopy*' -not -path '/var/lib/dpkg/*'"))
                    .isBlank();
        } finally {
            PackageMain.delete(run.getParent());
        }
    }

    @Test
    @Tag("full")
    void an_rpm_is_installed_verified_upgraded_and_removed_by_rpm() throws IOException {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/rpm")), "the .rpm is not installed: there is no rpm");
        Path out = TARGET.resolve("it-rpm");
        make(TARGET.resolve("it-rpm-newer"), 1, "rpm");
        Path older = make(out, 0, "rpm").getFirst();
        Files.createDirectory(out.resolve("newer"));
        try (var newer = Files.list(TARGET.resolve("it-rpm-newer"))) {
            Path file = newer.filter(one -> one.toString().endsWith(".rpm"))
                    .findFirst()
                    .orElseThrow();
            Files.move(file, out.resolve("newer").resolve(file.getFileName()));
        }
        // What it requires is there, but a machine with dpkg has no record of it that rpm could read.
        try (ThrowAwayRoot root = root(older.getParent())) {
            succeed(root, """
                    ONECOPY_ZONE=oslo ONECOPY_NODE=oslo-1 ONECOPY_HOST=127.0.0.1 ONECOPY_STORAGE=local:/srv/data ONECOPY_CREATE=yes \\
                        rpm -i --nodeps /mnt/*.rpm </dev/null
                    rpm -V --nodeps onecopy
                    test "$(stat -c %U:%G:%a /etc/onecopy /var/lib/onecopy | tr '\\n' ' ')" = 'root:onecopy:750 onecopy:onecopy:750 '
                    """);
            assertThat(succeed(root, RUN_UNTIL_READY)).contains("healthy, as node oslo-1");
            assertThat(succeed(root, """
                            echo 'ONECOPY_JAVA_OPTS=-Dours=1' >>/etc/onecopy/onecopy.env
                            rpm -U --nodeps /mnt/newer/*.rpm </dev/null
                            rpm -q onecopy
                            grep -c Dours /etc/onecopy/onecopy.env
                            test -e /etc/onecopy/node.yaml -a -e /var/lib/onecopy/network/node.key
                            onecopy --version
                            rpm -U --oldpackage --nodeps /mnt/*.rpm </dev/null
                            rpm -q onecopy
                            rpm -V --nodeps --noconfig onecopy
                            grep -c Dours /etc/onecopy/onecopy.env
                            """)).contains("20261101060808", "20261101060708", "onecopy 0.1.0");
            assertThat(succeed(root, RUN_UNTIL_READY)).contains("healthy, as node oslo-1");
            succeed(root, """
                    rpm -e onecopy </dev/null
                    test ! -e /usr/lib/onecopy -a ! -e /usr/bin/onecopy
                    test -e /etc/onecopy/node.yaml -a -e /var/lib/onecopy/network/node.key
                    """);
        } finally {
            PackageMain.delete(out);
            PackageMain.delete(TARGET.resolve("it-rpm-newer"));
        }
    }

    @Test
    @Tag("full")
    void two_builds_give_the_same_bytes_and_lint_finds_nothing() throws IOException {
        Path again = TARGET.resolve("it-again");
        List<String> all = List.of("deb", "rpm", "tar.gz", "run");
        boolean makeself = Files.isExecutable(Path.of("/usr/bin/makeself"));
        String[] formats =
                all.stream().filter(format -> makeself || !format.equals("run")).toArray(String[]::new);
        make(again, 0, formats);
        String first = Files.readString(again.resolve("SHA256SUMS"));
        List<Path> made = make(again, 0, formats);
        assertThat(Files.readString(again.resolve("SHA256SUMS")))
                .isEqualTo(first)
                .contains(".rpm");
        for (Path file : made) {
            PackageLint.check(file);
        }
        PackageMain.delete(again);
    }

    /**
     * From the packages of {@code -Donecopy.previous.packages=DIR} where they are named, which an earlier build made; else from this build
     * under a lower version. A newer one, the older one again where both know the tables of the store, and a changed file that both have.
     */
    @Test
    @Tag("full")
    void a_newer_package_keeps_the_node_and_what_an_administrator_wrote_and_an_older_one_goes_on_with_it()
            throws IOException {
        String previous = System.getProperty("onecopy.previous.packages");
        System.out.println("upgrade from " + (previous == null ? "this build under a lower version" : previous));
        Path out = TARGET.resolve("it-upgrade");
        Path newer = make(out, 1, "deb").getFirst();
        Path older = previous == null ? PACKAGES : Path.of(previous);
        try (ThrowAwayRoot root = root(out)) {
            try (var files = Files.list(older)) {
                Path deb = files.filter(one -> one.toString().endsWith(".deb"))
                        .findFirst()
                        .orElseThrow();
                Files.copy(deb, out.resolve("older"));
            }
            succeed(root, """
                    ONECOPY_ZONE=oslo ONECOPY_NODE=oslo-1 ONECOPY_HOST=127.0.0.1 ONECOPY_STORAGE=local:/srv/data ONECOPY_CREATE=yes \
                        ONECOPY_HEAP=160m dpkg -i /mnt/older </dev/null
                    echo 'ONECOPY_JAVA_OPTS=-Dours=1' >>/etc/onecopy/onecopy.env
                    """);
            assertThat(succeed(root, RUN_UNTIL_READY)).contains("healthy, as node oslo-1");
            String before = succeed(root, KEPT);
            assertThat(succeed(
                            root,
                            "dpkg -i /mnt/%s </dev/null; dpkg -s onecopy | grep ^Version"
                                    .formatted(newer.getFileName())))
                    .contains("20261101060808");
            assertThat(succeed(root, KEPT)).isEqualTo(before);
            assertThat(succeed(root, RUN_UNTIL_READY)).contains("healthy, as node oslo-1");
            succeed(root, "dpkg -i /mnt/older </dev/null");
            assertThat(succeed(root, KEPT)).isEqualTo(before);
            assertThat(succeed(root, RUN_UNTIL_READY)).contains("healthy, as node oslo-1");
            asksNothingWhereBothHaveChangedAFile(root, newer);
        } finally {
            PackageMain.delete(out);
        }
    }

    /** The package has another file than the one that the administrator changed: hers stays, and the package's lies beside it. */
    private static void asksNothingWhereBothHaveChangedAFile(ThrowAwayRoot root, Path newer) throws IOException {
        succeed(root, """
                dpkg-deb -R /mnt/%s /root/again
                echo '#ONECOPY_NEW=' >>/root/again/etc/onecopy/onecopy.env
                dpkg-deb -Znone -b /root/again /root/again.deb
                dpkg -i --force-confold /root/again.deb </dev/null
                grep -q Dours /etc/onecopy/onecopy.env
                grep -q ONECOPY_NEW /etc/onecopy/onecopy.env.dpkg-dist
                dpkg -P onecopy </dev/null
                test ! -e /etc/onecopy
                """.formatted(newer.getFileName()));
    }
}
