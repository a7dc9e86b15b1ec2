package org.onecopy.cli.demo;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.onecopy.admin.AccessTokens;
import org.onecopy.admin.AdminServer;
import org.onecopy.admin.FakeAlerts;
import org.onecopy.admin.FakeNode;
import org.onecopy.admin.NodeService;
import org.onecopy.admin.events.EventLog;
import org.onecopy.admin.metrics.Metrics;
import org.onecopy.app.config.NodeConfig;
import org.onecopy.audit.AuditOffice;
import org.onecopy.cli.demo.readers.LocalReader;
import org.onecopy.cli.demo.readers.TreeListing;
import org.onecopy.model.ByteCount;
import org.onecopy.model.RuleName;
import org.onecopy.model.ZoneName;
import org.onecopy.model.api.Filter;
import org.onecopy.model.api.LagView;
import org.onecopy.model.api.Listing;
import org.onecopy.model.api.LocationState;
import org.onecopy.model.api.ParkedView;
import org.onecopy.model.api.RuleSpec;
import org.onecopy.model.api.RuleView;
import org.onecopy.network.identity.IdentityFiles;
import org.onecopy.network.identity.NodeTls;
import org.onecopy.people.MemoryRegistry;
import org.onecopy.people.PeopleOffice;

/**
 * Stands in for a node in the demonstration's test: serves the admin API with a real certificate, keeps the rule in a file, and mirrors the
 * first zone's directory into its own, unless a file {@code broken} lies beside its configuration.
 */
public final class MirrorNode {
    private MirrorNode() {}

    public static void main(String[] args) throws Exception {
        Path file = Path.of(args[args.length - 1]);
        NodeConfig config = NodeConfig.read(file);
        NodeTls tls = new NodeTls(IdentityFiles.load(
                config.network().key(),
                config.network().certificate(),
                config.network().ca(),
                Clock.systemUTC()));
        Path home = file.resolveSibling("");
        Path demo = home.resolve("../..").normalize();
        NodeService service = service(demo);
        MemoryRegistry registry = new MemoryRegistry();
        EventLog events = EventLog.open(config.dataDir(), config.node(), Clock.systemUTC());
        AdminServer.start(
                "127.0.0.1",
                config.addresses().admin().bind().port(),
                tls.context(),
                new PeopleOffice(AccessTokens.read(config.tokens()), registry, Clock.systemUTC(), System::nanoTime),
                service,
                new FakeAlerts(),
                new AuditOffice(
                        config.node(),
                        config.dataDir().resolve("audit"),
                        registry,
                        Clock.systemUTC(),
                        System::nanoTime,
                        events),
                events,
                new Metrics());
        Thread mirror = Thread.ofPlatform().start(() -> mirror(demo, config.zone(), home.resolve("broken")));
        while (System.in.read() >= 0) {
            // The parent is there.
        }
        mirror.interrupt();
        System.exit(0);
    }

    private static void mirror(Path demo, ZoneName zone, Path broken) {
        Path source = demo.resolve("zones/oslo");
        Path target = demo.resolve("zones").resolve(zone.value());
        Pace pace = new Pace();
        try {
            while (pace.next(java.time.Duration.ofMillis(100))) {
                if (zone.value().equals("oslo") || Files.exists(broken)) {
                    continue;
                }
                new TreeCopy(zone, source, target, demo.resolve("nodes/" + zone + "-1/work")).run();
                removeStrangers(source, target);
            }
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void removeStrangers(Path source, Path target) throws java.io.IOException {
        List<Path> strangers = new ArrayList<>();
        TreeListing there = new LocalReader(source).list();
        new LocalReader(target).list().entries().forEach((path, entry) -> {
            if (!there.entries().containsKey(path)) {
                strangers.add(target.resolve(path));
            }
        });
        strangers.sort(Comparator.reverseOrder());
        for (Path stranger : strangers) {
            Files.delete(stranger);
        }
    }

    private static NodeService service(Path demo) {
        return new FakeNode() {
            {
                removeRule(DEMO);
            }

            @Override
            public synchronized List<RuleView> rules() {
                if (Files.exists(demo.resolve("rule")) && super.rules().isEmpty()) {
                    super.createRule(spec());
                }
                return super.rules();
            }

            private RuleSpec spec() {
                Map<ZoneName, String> paths = new TreeMap<>();
                for (String zone : List.of("oslo", "lyon", "kyoto")) {
                    paths.put(new ZoneName(zone), demo.resolve("zones/" + zone).toString());
                }
                return new RuleSpec(DEMO, paths, null, null, null, null, null, null, null, null, null);
            }

            @Override
            public synchronized RuleView rule(RuleName name) {
                rules();
                return super.rule(name);
            }

            @Override
            public synchronized RuleView createRule(RuleSpec spec) {
                try {
                    if (!Files.exists(demo.resolve("rule"))
                            && spec.name().equals(DEMO)
                            && spec.zones().size() == 3) {
                        Files.writeString(demo.resolve("rule"), "made");
                    }
                } catch (java.io.IOException e) {
                    throw new java.io.UncheckedIOException(e);
                }
                return super.createRule(spec);
            }

            @Override
            public Listing<ParkedView> parked(Filter filter) {
                return new Listing<>(List.of(), 0);
            }

            @Override
            public List<LagView> lag() {
                List<LagView> rows = new ArrayList<>();
                for (String zone : List.of("kyoto", "lyon", "oslo")) {
                    rows.add(new LagView(
                            DEMO,
                            new ZoneName(zone),
                            LocationState.ACTIVE,
                            1,
                            1,
                            0,
                            ByteCount.ZERO,
                            0,
                            0,
                            ByteCount.ZERO,
                            0,
                            0.1));
                }
                return rows;
            }
        };
    }
}
