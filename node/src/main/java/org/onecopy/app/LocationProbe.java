package org.onecopy.app;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import javax.net.ssl.SSLContext;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.Fields;
import org.jspecify.annotations.Nullable;
import org.onecopy.core.Kind;
import org.onecopy.core.Name;
import org.onecopy.core.TreePath;
import org.onecopy.model.ProblemCode;
import org.onecopy.problem.ProblemException;
import org.onecopy.problem.StorageException;
import org.onecopy.storage.Ability;
import org.onecopy.storage.Lineage;
import org.onecopy.storage.Place;
import org.onecopy.storage.Stat;
import org.onecopy.storage.Storage;
import org.onecopy.storage.Tree;

/**
 * What lies at a path in a zone before a rule is made over it: asked by the node that makes the rule, answered by a node of the zone.
 * Reads only; a missing directory is no failure.
 */
final class LocationProbe extends Handler.Abstract {
    private static final String PATH = "/location";
    private static final int FILES_MAX = 100_000;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Storage storage;
    private final TreePages pages;

    LocationProbe(Storage storage, TreePages pages) {
        this.storage = storage;
        this.pages = pages;
    }

    /** Reads in this node's own storage, page by page. */
    TreePages pages() {
        return pages;
    }

    /**
     * What was found.
     *
     * @param files files and links in the tree, counted up to a hundred thousand
     * @param lineage where it lies, whether it exists or not; null where there is a problem
     * @param foldsNames whether names that differ by case only are one name there
     * @param code of the problem; empty where there is none
     */
    record Found(long files, @Nullable Lineage lineage, boolean foldsNames, String code, String message) {}

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        if (!Request.getPathInContext(request).equals(PATH)) {
            return pages.handle(request, response, callback);
        }
        Fields query = Request.extractQueryParameters(request);
        String path = query.getValue("path");
        Found found = look(path == null ? "" : path);
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, "application/json");
        Content.Sink.write(response, true, JSON.writeValueAsString(found), callback);
        return true;
    }

    /** Looks in this node's own storage. */
    Found look(String path) {
        try (Tree tree = storage.open(path, false)) {
            return new Found(
                    count(tree), storage.lineage(path), !tree.capabilities().can(Ability.CASE_SENSITIVE), "", "");
        } catch (StorageException e) {
            // A server that does not answer is not a location that is missing.
            boolean missing = e.code() == ProblemCode.STORAGE_UNAVAILABLE && e.getCause() == null;
            return missing ? lookAtMissing(path) : problem(e);
        } catch (ProblemException e) {
            return problem(e);
        }
    }

    private Found lookAtMissing(String path) {
        try {
            boolean folds = !storage.capabilities().can(Ability.CASE_SENSITIVE);
            return new Found(0, storage.lineage(path), folds, "", "");
        } catch (ProblemException e) {
            return problem(e);
        }
    }

    private static Found problem(ProblemException e) {
        return new Found(0, null, false, e.code().code(), String.valueOf(e.getMessage()));
    }

    private static long count(Tree tree) {
        long files = 0;
        Deque<TreePath> directories = new ArrayDeque<>();
        directories.add(TreePath.ROOT);
        while (!directories.isEmpty() && files < FILES_MAX) {
            TreePath directory = directories.remove();
            Counter counter = new Counter(directory, directories);
            tree.list(Place.inTree(directory), counter);
            files += counter.files;
        }
        return files;
    }

    private static final class Counter implements Tree.ListSink {
        private final TreePath directory;
        private final Deque<TreePath> directories;
        private long files;

        Counter(TreePath directory, Deque<TreePath> directories) {
            this.directory = directory;
            this.directories = directories;
        }

        @Override
        public void entry(Name name, Stat stat) {
            if (stat.kind() == Kind.DIRECTORY) {
                directories.add(directory.resolve(name));
            } else {
                files++;
            }
        }

        @Override
        public void refused(String printableName, String reason) {
            // is not replicated
        }
    }

    /** Asks a node of another zone. @throws ProblemException {@code ZONE_UNREACHABLE} */
    static Found ask(SSLContext tls, String endpoint, String path) {
        URI uri = URI.create("https://" + endpoint + PATH + "?path=" + URLEncoder.encode(path, StandardCharsets.UTF_8));
        try (HttpClient client = HttpClient.newBuilder()
                .sslContext(tls)
                .connectTimeout(Duration.ofSeconds(5))
                .build()) {
            HttpResponse<String> answer = client.send(
                    HttpRequest.newBuilder(uri).timeout(Duration.ofSeconds(60)).build(),
                    HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() != 200) {
                throw unreachable(endpoint, "status " + answer.statusCode(), null);
            }
            return JSON.readValue(answer.body(), Found.class);
        } catch (JsonProcessingException e) {
            throw unreachable(endpoint, "an answer that is not understood", e);
        } catch (IOException e) {
            throw unreachable(endpoint, String.valueOf(e.getMessage()), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw unreachable(endpoint, "interrupted", e);
        }
    }

    private static ProblemException unreachable(String endpoint, String why, @Nullable Throwable cause) {
        return new ProblemException(
                ProblemCode.ZONE_UNREACHABLE,
                "the node at " + endpoint + " did not say what lies at its location (" + why
                        + "): a rule is made while a node of each of its zones answers",
                cause);
    }
}
