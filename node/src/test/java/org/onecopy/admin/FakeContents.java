package org.onecopy.admin;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.onecopy.model.ByteCount;
import org.onecopy.model.Digest;
import org.onecopy.model.ProblemCode;
import org.onecopy.model.RuleName;
import org.onecopy.model.Version;
import org.onecopy.model.api.ContentSpec;
import org.onecopy.model.api.ContentView;
import org.onecopy.model.api.FileView;
import org.onecopy.model.api.Listing;
import org.onecopy.problem.ProblemException;

/** Two files that differ in a line, and a directory of three. */
record FakeContents(FakeNode node) implements ContentService {
    private static final Instant THEN = Instant.parse("2026-11-20T12:00:00Z");

    @Override
    public ContentView content(RuleName rule, ContentSpec spec) {
        node.rule(rule);
        if (spec.path().equals("gone")) {
            throw new ProblemException(ProblemCode.CONTENT_UNAVAILABLE, "rule demo has no agreed file at 'gone'");
        }
        byte[] bytes = (spec.path().contains("_conflict") ? "same\nof lyon\n" : "same\nof oslo\nmore\n")
                .getBytes(StandardCharsets.UTF_8);
        return new ContentView(
                rule,
                FakeNode.OSLO,
                spec.path(),
                new ByteCount(bytes.length),
                Digest.of(new byte[32]),
                Version.parse("40.1"),
                THEN,
                spec.offset(),
                Base64.getEncoder().encodeToString(bytes));
    }

    @Override
    public Listing<FileView> files(String path, @Nullable String after, int limit) {
        if (path.contains("..")) {
            throw new ProblemException(ProblemCode.PATH_INVALID, "the path " + path + " leaves the storage");
        }
        List<FileView> all = List.of(
                new FileView("albums", "directory", new ByteCount(0), THEN),
                new FileView("latest", "link", new ByteCount(0), null),
                new FileView("notes", "file", new ByteCount(12), THEN));
        Stream<FileView> wanted =
                all.stream().filter(file -> after == null || file.name().compareTo(after) > 0);
        return new Listing<>(wanted.limit(limit).toList(), 3);
    }
}
