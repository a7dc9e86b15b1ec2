package org.onecopy.app;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLEncoder;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.Supplier;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
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
import org.onecopy.storage.ContentReader;
import org.onecopy.storage.Place;
import org.onecopy.storage.Stat;
import org.onecopy.storage.Storage;
import org.onecopy.storage.Tree;
import org.onecopy.transfer.ContentHasher;

/**
 * A tree that is under no rule yet, read page by page by a node that plans a migration: directories in the order of their names, and digests
 * of single files. Reads only. Asked over the connections between nodes; while the answer is being found, empty lines say that it is coming.
 */
final class TreePages implements PagedTrees {
    private static final String PAGE = "/location/page";
    private static final String DIGEST = "/location/digest";

    /** So many entries in one page: those of a larger directory are listed again for each. */
    private static final int ITEMS_MAX = 10_000;

    private static final long SIGN_EVERY_SECONDS = 5;
    private static final byte[] SIGN = {'\n'};
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Executor EACH =
            task -> Thread.ofVirtual().name("tree-page").start(task);

    private final Storage storage;
    private final ContentHasher hasher;

    TreePages(Storage storage, ContentHasher hasher) {
        this.storage = storage;
        this.hasher = hasher;
    }

    /** What goes over the wire. */
    record Answer(@Nullable Page page, @Nullable String digest, String code, String message) {}

    /** Answers other nodes. @return whether the request was one for this */
    boolean handle(Request request, Response response, Callback callback) throws IOException {
        String path = Request.getPathInContext(request);
        if (!path.equals(PAGE) && !path.equals(DIGEST)) {
            return false;
        }
        Fields query = Request.extractQueryParameters(request, StandardCharsets.UTF_8);
        String location = text(query, "path");
        TreePath what = TreePath.parse(text(query, "at"));
        String after = text(query, "after");
        Supplier<Answer> find = path.equals(PAGE)
                ? () -> new Answer(page(location, what, after), null, "", "")
                : () -> new Answer(null, digest(location, what), "", "");
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, "application/json");
        Answer answer = await(find, response);
        Content.Sink.write(response, true, JSON.writeValueAsString(answer), callback);
        return true;
    }

    private static String text(Fields query, String name) {
        String value = query.getValue(name);
        return value == null ? "" : value;
    }

    /** Tells the other side now and then that it is still being looked for. */
    private static Answer await(Supplier<Answer> find, Response response) throws IOException {
        CompletableFuture<Answer> found = CompletableFuture.supplyAsync(find, EACH);
        while (true) {
            try {
                return found.get(SIGN_EVERY_SECONDS, TimeUnit.SECONDS);
            } catch (TimeoutException e) {
                Content.Sink.write(response, false, ByteBuffer.wrap(SIGN));
            } catch (ExecutionException e) {
                if (e.getCause() instanceof ProblemException problem) {
                    return new Answer(null, null, problem.code().code(), String.valueOf(problem.getMessage()));
                }
                throw new IOException("a tree could not be read", e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException("interrupted", e);
            }
        }
    }

    @Override
    public Page page(String location, TreePath directory, String after) {
        try (Tree tree = storage.open(location, false)) {
            Listing listing = new Listing(after);
            return tree.list(Place.inTree(directory), listing) ? listing.page() : Page.EMPTY;
        } catch (StorageException e) {
            boolean missing = e.code() == ProblemCode.STORAGE_UNAVAILABLE && e.getCause() == null;
            if (missing) {
                return Page.EMPTY; // as for a rule: a location that does not exist is made
            }
            throw e;
        }
    }

    /** Keeps the first names after one. */
    private static final class Listing implements Tree.ListSink {
        private final @Nullable Name after;
        private final TreeMap<Name, Item> items = new TreeMap<>();
        private boolean more;
        private long refused;

        Listing(String after) {
            this.after = after.isEmpty() ? null : new Name(after);
        }

        @Override
        public void entry(Name name, Stat stat) {
            if (after != null && name.compareTo(after) <= 0) {
                return;
            }
            boolean isFile = stat.kind() == Kind.FILE;
            items.put(
                    name,
                    new Item(
                            name.value(),
                            stat.kind(),
                            isFile ? stat.length() : 0,
                            isFile ? stat.attributes().mtimeNanos() / 1_000_000 : 0,
                            stat.linkTarget()));
            if (items.size() > ITEMS_MAX) {
                items.pollLastEntry();
                more = true;
            }
        }

        @Override
        public void refused(String printableName, String reason) {
            refused++;
        }

        Page page() {
            return new Page(new ArrayList<>(items.values()), more, after == null ? refused : 0);
        }
    }

    @Override
    public @Nullable String digest(String location, TreePath file) {
        try (Tree tree = storage.open(location, false);
                ContentReader reader = tree.read(Place.inTree(file))) {
            return reader == null
                    ? null
                    : hasher.hash(reader).content().digest().toString();
        } catch (ProblemException e) {
            return null;
        }
    }

    /**
     * The trees of another zone.
     *
     * @param open asks a node of it for a path; throws {@code ZONE_UNREACHABLE}
     */
    static PagedTrees of(Function<String, InputStream> open) {
        return new PagedTrees() {
            @Override
            public Page page(String location, TreePath directory, String after) {
                Page page = ask(open, PAGE, location, directory, after).page();
                return page == null ? Page.EMPTY : page;
            }

            @Override
            public @Nullable String digest(String location, TreePath file) {
                return ask(open, DIGEST, location, file, "").digest();
            }
        };
    }

    private static Answer ask(
            Function<String, InputStream> open, String path, String location, TreePath at, String after) {
        String query = "?path=" + coded(location) + "&at=" + coded(at.toString()) + "&after=" + coded(after);
        Answer answer;
        try (InputStream body = open.apply(path + query)) {
            answer = JSON.readValue(body.readAllBytes(), Answer.class);
        } catch (JsonProcessingException e) {
            throw new ProblemException(
                    ProblemCode.ZONE_UNREACHABLE, "a node answered something that is not understood for " + path, e);
        } catch (IOException e) {
            throw new ProblemException(
                    ProblemCode.ZONE_UNREACHABLE, "a node did not say what lies in its tree: " + e.getMessage(), e);
        }
        if (!answer.code().isEmpty()) {
            throw new ProblemException(
                    ProblemCode.valueOf(
                            answer.code().toUpperCase(java.util.Locale.ROOT).replace('-', '_')),
                    answer.message());
        }
        return answer;
    }

    private static String coded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
