package org.onecopy.app;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Base64;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.onecopy.admin.ContentService;
import org.onecopy.app.config.NodeConfig;
import org.onecopy.app.config.StorageConfig.StorageType;
import org.onecopy.core.Content;
import org.onecopy.core.Kind;
import org.onecopy.core.namespace.Inode;
import org.onecopy.core.registry.Reservation;
import org.onecopy.model.ByteCount;
import org.onecopy.model.FileId;
import org.onecopy.model.ProblemCode;
import org.onecopy.model.RuleName;
import org.onecopy.model.api.ContentSpec;
import org.onecopy.model.api.ContentView;
import org.onecopy.model.api.FileView;
import org.onecopy.model.api.Listing;
import org.onecopy.problem.ProblemException;
import org.onecopy.storage.ContentReader;
import org.onecopy.storage.Listed;
import org.onecopy.storage.Storage;
import org.onecopy.transfer.ContentKey;
import org.onecopy.transfer.ContentSource;

/** What people look at in this zone's storage: agreed contents, part by part, and what lies in a directory. */
final class ContentRequests implements ContentService {
    private final NodeConfig config;
    private final Storage storage;
    private final RuleRequests rules;
    private final ContentSource contents;

    /** @param contents of this zone, as other nodes fetch them */
    ContentRequests(NodeConfig config, Storage storage, RuleRequests rules, ContentSource contents) {
        this.config = config;
        this.storage = storage;
        this.rules = rules;
        this.contents = contents;
    }

    @Override
    public ContentView content(RuleName rule, ContentSpec spec) {
        Reservation reservation = rules.existing(rule);
        Inode inode = rules.index(reservation).read(view -> {
            FileId file = TreePaths.find(view, reservation, spec.path());
            return file == null ? null : TreePaths.live(view, file);
        });
        Content content = inode == null ? null : inode.content();
        if (inode == null || content == null) {
            throw new ProblemException(
                    ProblemCode.CONTENT_UNAVAILABLE, "rule " + rule + " has no agreed file at '" + spec.path() + "'");
        }
        if (reservation.definition().paths().get(config.zone()) == null) {
            throw new ProblemException(
                    ProblemCode.CONTENT_UNAVAILABLE,
                    "rule " + rule + " has no location in zone " + config.zone() + ": ask a node of another zone");
        }
        byte[] read = read(rule, inode, spec, content.length());
        long nanos = inode.attributes().mtimeNanos();
        return new ContentView(
                rule,
                config.zone(),
                spec.path(),
                new ByteCount(content.length()),
                content.digest(),
                inode.written(),
                Instant.ofEpochSecond(Math.floorDiv(nanos, 1_000_000_000L), Math.floorMod(nanos, 1_000_000_000L)),
                spec.offset(),
                Base64.getEncoder().encodeToString(read));
    }

    private byte[] read(RuleName rule, Inode inode, ContentSpec spec, long length) {
        int most = spec.length() == null ? ContentSpec.LENGTH_MAX : spec.length();
        byte[] bytes = new byte[Math.clamp(length - spec.offset(), 0, most)];
        ByteBuffer into = ByteBuffer.wrap(bytes);
        String what = "'" + spec.path() + "' of rule " + rule;
        switch (contents.find(new ContentKey(inode.rule(), inode.id(), inode.written()))) {
            case ContentSource.Found.Available found -> {
                try (ContentReader reader = found.reader()) {
                    int count = 0;
                    while (into.hasRemaining() && count >= 0) {
                        count = reader.read(spec.offset() + into.position(), into);
                    }
                    if (into.hasRemaining() || !reader.stat().fingerprint().equals(found.expected())) {
                        throw superseded(what);
                    }
                }
            }
            case ContentSource.Found.Superseded _ -> throw superseded(what);
            case ContentSource.Found.Unknown _ ->
                throw new ProblemException(
                        ProblemCode.CONTENT_UNAVAILABLE,
                        "zone " + config.zone() + " does not have " + what + ": ask a node of another zone");
            case ContentSource.Found.Unsettled _ ->
                throw new ProblemException(
                        ProblemCode.CONTENT_UNSETTLED,
                        "zone " + config.zone() + " cannot say yet whether it has " + what
                                + "; ask again, or a node of another zone");
        }
        return bytes;
    }

    private ProblemException superseded(String what) {
        return new ProblemException(
                ProblemCode.CONTENT_SUPERSEDED,
                "somebody changed " + what + " in zone " + config.zone()
                        + ", which is not agreed yet; ask again, or a node of another zone");
    }

    @Override
    public Listing<FileView> files(String path, @Nullable String after, int limit) {
        if (config.storage().type() == StorageType.NONE) {
            throw new ProblemException(
                    ProblemCode.BAD_REQUEST, "node " + config.node() + " is a witness: its zone has no storage");
        }
        TreeMap<String, Listed> first = new TreeMap<>();
        long[] total = new long[1];
        storage.browse(path, listed -> {
            total[0]++;
            if (after == null || listed.name().compareTo(after) > 0) {
                // What is both an object and a directory (H84) is shown as the directory, which one can look into.
                first.merge(listed.name(), listed, (one, other) -> one.kind() == Kind.DIRECTORY ? one : other);
                if (first.size() > limit) {
                    first.pollLastEntry();
                }
            }
        });
        return new Listing<>(first.values().stream().map(ContentRequests::view).toList(), total[0]);
    }

    private static FileView view(Listed listed) {
        return new FileView(
                listed.name(),
                switch (listed.kind()) {
                    case FILE -> "file";
                    case DIRECTORY -> "directory";
                    case SYMLINK -> "link";
                },
                new ByteCount(listed.length()),
                listed.modified());
    }
}
