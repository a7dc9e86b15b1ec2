package org.onecopy.transfer;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.onecopy.core.Attributes;
import org.onecopy.core.Content;
import org.onecopy.model.FileId;
import org.onecopy.model.RuleId;
import org.onecopy.model.Version;
import org.onecopy.problem.ProblemException;
import org.onecopy.storage.ContentReader;
import org.onecopy.storage.StageWriter;

/**
 * Measures a server and a client in two processes, over loopback TLS with certificates on both sides:
 *
 * <pre>
 * java … ContentThroughput server DIRECTORY     (needs DIRECTORY/keys.p12, made by keytool with password "changeit", alias "a")
 * java … ContentThroughput client DIRECTORY ROUNDS
 * </pre>
 *
 * <p>The large content is 1 GiB of random bytes; the small ones are 10,000 of 4 KiB. The source's digest is measured as well, because
 * a zone computes it once for each change.
 */
final class ContentThroughput {
    private static final int PORT = 17_443;
    private static final int LARGE_BYTES = 1 << 30;
    private static final int SMALL_BYTES = 4096;
    private static final int SMALL_COUNT = 10_000;

    private ContentThroughput() {}

    public static void main(String[] args) throws Exception {
        Path directory = Path.of(args[1]);
        SSLContext tls = tls(directory.resolve("keys.p12"));
        if (args[0].equals("server")) {
            serve(directory, tls);
        } else {
            measure(directory, tls, Integer.parseInt(args[2]));
        }
        System.exit(0);
    }

    private static SSLContext tls(Path keys) throws Exception {
        char[] password = "changeit".toCharArray();
        KeyStore store = KeyStore.getInstance(keys.toFile(), password);
        KeyManagerFactory managers = KeyManagerFactory.getInstance("PKIX");
        managers.init(store, password);
        KeyStore trust = KeyStore.getInstance("PKCS12");
        trust.load(null, null);
        trust.setCertificateEntry("a", store.getCertificate("a"));
        TrustManagerFactory trusts = TrustManagerFactory.getInstance("PKIX");
        trusts.init(trust);
        SSLContext context = SSLContext.getInstance("TLSv1.3");
        context.init(managers.getKeyManagers(), trusts.getTrustManagers(), null);
        return context;
    }

    private static ContentKey key(long index) {
        return new ContentKey(new RuleId(1), new FileId(Version.of(0, index, 0)), Version.of(0, index, 0));
    }

    private static Path large(Path directory) throws IOException {
        Path file = directory.resolve("large");
        if (!Files.exists(file)) {
            try (OutputStream out = Files.newOutputStream(file)) {
                for (int i = 0; i < 256; i++) {
                    out.write(ContentSourceFake.randomBytes(LARGE_BYTES / 256, i));
                }
            }
        }
        return file;
    }

    private static Path small(Path directory, int number) throws IOException {
        Path file = directory.resolve("small").resolve("f" + number);
        if (!Files.exists(file)) {
            Files.createDirectories(directory.resolve("small"));
            Files.write(file, ContentSourceFake.randomBytes(SMALL_BYTES, number));
        }
        return file;
    }

    private static void serve(Path directory, SSLContext tls) throws Exception {
        ContentSourceFake source = new ContentSourceFake(directory);
        source.addAs(key(0), large(directory));
        for (int i = 1; i <= SMALL_COUNT; i++) {
            source.addAs(key(i), small(directory, i));
        }
        ContentServer server = new ContentServer(
                ContentServer.Settings.at("127.0.0.1", PORT), tls, TestExchange.everybody(), source, List.of());
        server.start();
        System.out.println("serving");
        new CountDownLatch(1).await();
    }

    private static void measure(Path directory, SSLContext tls, int rounds) throws Exception {
        ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
        try (ContentHasher hasher = new ContentHasher(2);
                ContentClient client = new ContentClient(ContentClient.Settings.DEFAULT, tls, chain -> true);
                Transfers transfers = new Transfers(client, timer, Clock.systemUTC(), Transfers.Limits.DEFAULT)) {
            Path target = Files.createDirectories(directory.resolve("target"));
            List<Content> small = new ArrayList<>();
            for (int i = 1; i <= SMALL_COUNT; i++) {
                try (ContentReader reader = new FileReader(small(directory, i))) {
                    small.add(hasher.hash(reader).content());
                }
            }
            for (int round = 0; round < rounds; round++) {
                long cpuStart = cpuMillis();
                long start = System.nanoTime();
                Content large;
                try (ContentReader reader = new FileReader(large(directory))) {
                    large = hasher.hash(reader).content();
                }
                long hashed = System.nanoTime();
                long cpuHashed = cpuMillis();
                submitAll(transfers, target, List.of(large), 0);
                long fetched = System.nanoTime();
                long cpuFetched = cpuMillis();
                submitAll(transfers, target, small, 1);
                long all = System.nanoTime();
                System.out.printf(
                        Locale.ROOT,
                        "digest %.0f MB/s, fetch+verify+write %.0f MB/s, both in a row %.0f MB/s, %.0f small files/s;"
                                + " own CPU: digest %d ms, fetch %d ms, small %d ms%n",
                        rate(hashed - start),
                        rate(fetched - hashed),
                        rate(fetched - start),
                        SMALL_COUNT / seconds(all - fetched),
                        cpuHashed - cpuStart,
                        cpuFetched - cpuHashed,
                        cpuMillis() - cpuFetched);
            }
        }
        timer.shutdownNow();
    }

    private static long cpuMillis() {
        return ProcessHandle.current()
                .info()
                .totalCpuDuration()
                .orElse(Duration.ZERO)
                .toMillis();
    }

    private static double seconds(long nanos) {
        return nanos / (double) Duration.ofSeconds(1).toNanos();
    }

    private static double rate(long nanos) {
        return LARGE_BYTES / 1e6 / seconds(nanos);
    }

    private static void submitAll(Transfers transfers, Path target, List<Content> contents, int firstIndex)
            throws Exception {
        CountDownLatch arrived = new CountDownLatch(contents.size());
        for (int i = 0; i < contents.size(); i++) {
            Content content = contents.get(i);
            Path file = target.resolve("t" + (firstIndex + i));
            Files.deleteIfExists(file);
            transfers.submit(new TransferRequest(
                    key(firstIndex + i),
                    content,
                    () -> List.of("127.0.0.1:" + PORT),
                    new TransferTarget() {
                        @Override
                        public StageWriter open() {
                            return new FileStage(file, content.length());
                        }

                        @Override
                        public void arrived(StageWriter writer) {
                            writer.finish(Attributes.NONE);
                            arrived.countDown();
                        }

                        @Override
                        public void failed(ProblemException problem) {
                            throw problem;
                        }
                    },
                    0));
        }
        arrived.await();
    }
}
