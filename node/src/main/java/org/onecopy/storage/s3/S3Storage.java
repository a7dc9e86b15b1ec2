package org.onecopy.storage.s3;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.onecopy.core.Kind;
import org.onecopy.core.Name;
import org.onecopy.model.ProblemCode;
import org.onecopy.problem.ProblemException;
import org.onecopy.problem.StorageException;
import org.onecopy.storage.Ability;
import org.onecopy.storage.Capabilities;
import org.onecopy.storage.Lineage;
import org.onecopy.storage.Listed;
import org.onecopy.storage.Storage;
import org.onecopy.storage.Tree;
import org.onecopy.storage.Trial;
import org.onecopy.storage.s3.Bucket.Conditions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;

/** A bucket, or what lies in one below a prefix. Nothing is asked of the server before the first tree is opened. */
public final class S3Storage implements Storage {
    private static final int PAGE = 1000;
    private static final Logger LOG = LoggerFactory.getLogger(S3Storage.class);

    private final S3Settings settings;
    private final S3Client client;
    private final Bucket bucket;
    /** Locations that were opened to be written: what an earlier life left there has been given up. */
    private final Set<String> begun = ConcurrentHashMap.newKeySet();

    private final @Nullable EventQueue events;
    private volatile @Nullable Conditions conditions;

    public S3Storage(S3Settings settings) {
        this(settings, S3Clients.client(settings));
    }

    /** With a client that a test has made. */
    S3Storage(S3Settings settings, S3Client client) {
        this.settings = settings;
        this.client = client;
        bucket = new Bucket(client, settings);
        URI queue = settings.eventQueue();
        events = queue == null
                ? null
                : new EventQueue(queue, settings.bucket(), bucket.own(), S3Clients.queueClient(settings, queue));
    }

    /** What a server of S3 usually can; a tree's own answer is of the one that it lies on. */
    @Override
    public Capabilities capabilities() {
        return capabilities(new Keys(settings.bucket(), ""), settings.conditionalWrites());
    }

    private Capabilities capabilities(Keys keys, boolean conditional) {
        return new Capabilities(Capabilities.ALL.abilities(), keys.names(), 1, settings.concurrency())
                .without(
                        Ability.ATOMIC_DIRECTORY_MOVE,
                        Ability.HINTS,
                        Ability.IDENTITIES,
                        Ability.CHEAP_MOVES,
                        Ability.STABLE_READS,
                        Ability.MODES,
                        Ability.ACLS,
                        Ability.XATTRS,
                        Ability.REPLICATION,
                        Ability.SET_ID_MODES,
                        Ability.OWNERS,
                        Ability.FREE_OWNERS,
                        Ability.MTIMES,
                        Ability.EARLY_MTIMES,
                        Ability.SYMLINKS,
                        Ability.HOLES,
                        Ability.MEASURED_SPACE)
                .with(Ability.CONDITIONAL_WRITES, conditional);
    }

    @Override
    public Tree open(String path, boolean create) {
        return open(new Keys(settings.bucket(), base(path)), create);
    }

    /** As {@link #open(String, boolean)}, of keys that may lie in a working area. */
    Tree open(Keys keys, boolean create) {
        ZoneMark mark = new ZoneMark(bucket, keys);
        boolean there = mark.isThere();
        if (!there
                && !create
                && bucket.list(keys.base(), false, 1, null).contents().isEmpty()) {
            throw new StorageException(
                    ProblemCode.STORAGE_UNAVAILABLE,
                    "there is nothing below %s; put something there, or correct the path"
                            .formatted(bucket.show(keys.base())),
                    null);
        }
        boolean conditional = conditions(keys).writes();
        if (!there) {
            mark.makeWhereMissing();
        }
        Path local = local(keys);
        OpenUploads open = new OpenUploads(bucket, local.resolve("uploads"));
        if (create && begun.add(keys.base())) {
            open.abortAll();
        }
        S3Tree tree = new S3Tree(
                bucket, keys, capabilities(keys, conditional), new Spool(local.resolve("staged")), open, events);
        if (create) {
            tree.goOn();
        }
        return tree;
    }

    /** By the server, the bucket and the key, and by the mark of a tree that is there: a server may be known under several names. */
    @Override
    public Lineage lineage(String path) {
        Keys keys = new Keys(settings.bucket(), base(path));
        List<String> names = new ArrayList<>();
        names.add("s3 " + (settings.endpoint() == null ? "" : settings.endpoint()) + " " + settings.bucket() + "/");
        for (String name : keys.base().split("/", -1)) {
            if (!name.isEmpty()) {
                names.add(names.getLast() + name + "/");
            }
        }
        List<String> own = new ArrayList<>(List.of(names.removeLast()));
        ZoneMark mark = new ZoneMark(bucket, keys);
        if (mark.isThere()) {
            own.add(mark.identity().token());
        }
        return new Lineage(names, own);
    }

    @Override
    public void browse(String path, Consumer<Listed> sink) {
        String prefix = base(path);
        boolean any = false;
        String token = null;
        do {
            ListObjectsV2Response page = bucket.list(prefix, true, PAGE, token);
            any = any || !page.contents().isEmpty() || !page.commonPrefixes().isEmpty();
            page.contents().stream()
                    .filter(object -> !object.key().equals(prefix))
                    .forEach(object -> sink.accept(new Listed(
                            object.key().substring(prefix.length()), Kind.FILE, object.size(), object.lastModified())));
            page.commonPrefixes().stream()
                    .map(found -> found.prefix()
                            .substring(prefix.length(), found.prefix().length() - 1))
                    .filter(name -> !name.isEmpty() && !name.equals(Keys.WORK))
                    .forEach(name -> sink.accept(new Listed(name, Kind.DIRECTORY, 0, null)));
            token = Boolean.TRUE.equals(page.isTruncated()) ? page.nextContinuationToken() : null;
        } while (token != null);
        if (!any && !prefix.isEmpty()) {
            throw new StorageException(
                    ProblemCode.STORAGE_UNAVAILABLE,
                    "there is nothing below %s; correct the path".formatted(bucket.show(prefix)),
                    null);
        }
    }

    @Override
    public Trial trial(String path) {
        return new S3Trial(this, bucket, new Keys(settings.bucket(), base(path)));
    }

    /** What the node's own disk holds of a location. */
    Path local(Keys keys) {
        return settings.spool().resolve(uniqueFor(keys));
    }

    private Conditions conditions(Keys keys) {
        Conditions known = conditions;
        if (known == null) {
            known = new ServerProbe(bucket, keys).run(settings.conditionalWrites());
            LOG.info(
                    "{}: conditional writes {}, conditional deletions {}",
                    bucket.show(keys.base()),
                    known.writes(),
                    known.deletions());
            bucket.keepsConditions(known);
            conditions = known;
        }
        return known;
    }

    /** Whether the server is known to keep the condition of a deletion. For tests. */
    boolean conditionalDeletions() {
        return bucket.conditions().deletions();
    }

    /** The beginning of all keys of a location. */
    private String base(String path) {
        if (!path.startsWith("/")) {
            throw invalid(path, "is not absolute; begin it with a slash");
        }
        StringBuilder base = new StringBuilder(settings.prefix().isEmpty() ? "" : settings.prefix() + "/");
        for (String name : path.split("/", -1)) {
            if (name.isEmpty()) {
                continue;
            }
            String complaint = Name.complaint(name);
            if (complaint != null) {
                throw invalid(path, "has the name '" + name + "', which " + complaint);
            }
            if (name.equals(Keys.WORK)) {
                throw invalid(path, "lies in a working area of Onecopy; choose a prefix of your own");
            }
            base.append(name).append('/');
        }
        return base.toString();
    }

    private static ProblemException invalid(String path, String complaint) {
        return new ProblemException(ProblemCode.PATH_INVALID, "the path " + path + " " + complaint);
    }

    private String uniqueFor(Keys keys) {
        try {
            String place = settings.endpoint() + " " + settings.bucket() + " " + keys.base();
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(place.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, 12);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        if (events != null) {
            events.close();
        }
        client.close();
    }
}
