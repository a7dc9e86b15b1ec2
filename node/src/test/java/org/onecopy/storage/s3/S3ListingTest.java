package org.onecopy.storage.s3;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.onecopy.core.Kind;
import org.onecopy.core.Name;
import org.onecopy.core.TreePath;
import org.onecopy.storage.Place;
import org.onecopy.storage.Stat;
import org.onecopy.storage.Tree.ListSink;

/** Keys as only real object stores have them: a server that keeps objects as files cannot hold these. */
class S3ListingTest {
    @TempDir
    Path directory;

    private final List<String> pages = new ArrayList<>();
    private final List<String> told = new ArrayList<>();
    private HttpServer server;
    private Bucket bucket;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
        Path credentials = Files.writeString(
                directory.resolve("credentials"), "[default]\naws_access_key_id = k\naws_secret_access_key = s\n");
        S3Settings settings = new S3Settings(
                "bucket",
                "",
                URI.create("http://127.0.0.1:" + server.getAddress().getPort()),
                "us-east-1",
                true,
                credentials,
                S3Settings.Encryption.BUCKET,
                null,
                true,
                5 << 20,
                4,
                directory.resolve("spool"));
        bucket = new Bucket(S3Clients.client(settings), settings);
    }

    @AfterEach
    void stop() {
        bucket.client().close();
        server.stop(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        String query = String.valueOf(exchange.getRequestURI().getRawQuery());
        int at = query.contains("continuation-token=")
                ? Integer.parseInt(query.replaceAll(".*continuation-token=([0-9]+).*", "$1"))
                : 0;
        byte[] body = pages.get(at).getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(200, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    /** A page of keys; those that end in a bar are common beginnings of keys. */
    private void page(boolean last, String... keys) {
        StringBuilder xml = new StringBuilder(
                "<ListBucketResult><EncodingType>url</EncodingType><IsTruncated>" + !last + "</IsTruncated>"
                        + (last ? "" : "<NextContinuationToken>" + (pages.size() + 1) + "</NextContinuationToken>"));
        for (String key : keys) {
            boolean common = key.endsWith("|");
            String encoded =
                    URLEncoder.encode(common ? key.substring(0, key.length() - 1) : key, StandardCharsets.UTF_8);
            xml.append(
                    common
                            ? "<CommonPrefixes><Prefix>" + encoded + "</Prefix></CommonPrefixes>"
                            : "<Contents><Key>" + encoded + "</Key><Size>7</Size><ETag>\"e\"</ETag>"
                                    + "<LastModified>2026-01-01T00:00:00.000Z</LastModified></Contents>");
        }
        pages.add(xml.append("</ListBucketResult>").toString());
    }

    private boolean list(String path) {
        Keys keys = new Keys("bucket", "base/");
        Place place = Place.inTree(TreePath.parse(path));
        return new S3Listing(bucket, keys, new Directories(bucket, keys), place, new ListSink() {
                    @Override
                    public void entry(Name name, Stat stat) {
                        told.add((stat.kind() == Kind.FILE ? "file " : "directory ") + name);
                    }

                    @Override
                    public void both(Name name, Stat file, Stat directoryStat) {
                        told.add("both " + name);
                    }

                    @Override
                    public void refused(String printableName, String reason) {
                        told.add("refused " + printableName);
                    }
                })
                .run();
    }

    @Test
    void tells_a_name_once_that_is_a_file_and_a_directory_although_pages_lie_between() {
        page(false, "base/a", "base/a!", "base/a-b");
        page(false, "base/a-c", "base/a-d/|", "base/a.txt");
        page(true, "base/a/|", "base/b");
        assertThat(list("")).isTrue();
        assertThat(told)
                .containsExactlyInAnyOrder(
                        "both a", "file a!", "file a-b", "file a-c", "directory a-d", "file a.txt", "file b");
    }

    @Test
    void tells_both_within_one_page() {
        page(true, "base/a", "base/a/|");
        assertThat(list("")).isTrue();
        assertThat(told).containsExactly("both a");
    }

    @Test
    void refuses_what_no_other_storage_can_hold() {
        page(
                true,
                "base/d/",
                "base/d/.",
                "base/d/..",
                "base/d/ok",
                "base/d/" + "x".repeat(256),
                "base/d//|",
                "base/d/./|");
        assertThat(list("d")).isTrue();
        assertThat(told)
                .containsExactlyInAnyOrder(
                        "refused /", // the marker has a content
                        "refused .",
                        "refused ..",
                        "refused " + "x".repeat(256),
                        "refused /",
                        "refused ./",
                        "file ok");
    }

    @Test
    void shows_nothing_of_the_working_area() {
        page(true, "base/.onecopy/|", "base/f");
        assertThat(list("")).isTrue();
        assertThat(told).containsExactly("file f");
        told.clear();
        pages.clear();
        page(true, "base/d/.onecopy/|");
        assertThat(list("d")).isTrue();
        assertThat(told).containsExactly("directory .onecopy");
    }

    @Test
    void says_where_there_is_no_directory() {
        page(true);
        assertThat(list("d")).isFalse();
        assertThat(list("")).isTrue();
    }
}
