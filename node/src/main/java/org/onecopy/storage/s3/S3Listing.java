package org.onecopy.storage.s3;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.onecopy.core.Name;
import org.onecopy.storage.Place;
import org.onecopy.storage.Place.Area;
import org.onecopy.storage.Stat;
import org.onecopy.storage.Tree.ListSink;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;

/**
 * Lists one directory page by page, in constant memory. A name that is both an object and a directory (H84) may be told apart only when
 * the directory comes, some pages later: what lies between begins with the name, so only a few names are ever remembered.
 */
final class S3Listing {
    private static final int PAGE = 1000;

    private final Bucket bucket;
    private final Keys keys;
    private final Directories directories;
    private final Place place;
    private final ListSink sink;
    private final String prefix;

    /** Files that are not told yet, by name. */
    private final Map<String, Stat> files = new LinkedHashMap<>();

    private boolean any;

    S3Listing(Bucket bucket, Keys keys, Directories directories, Place place, ListSink sink) {
        this.bucket = bucket;
        this.keys = keys;
        this.directories = directories;
        this.place = place;
        this.sink = sink;
        prefix = keys.directory(place);
    }

    /** @return false where there is no such directory */
    boolean run() {
        String token = null;
        do {
            ListObjectsV2Response page = bucket.list(prefix, true, PAGE, token);
            page(page);
            token = Boolean.TRUE.equals(page.isTruncated()) ? page.nextContinuationToken() : null;
        } while (token != null);
        tellFiles(Set.of());
        return any || keys.isFolder(prefix);
    }

    private void page(ListObjectsV2Response page) {
        Set<String> last = new HashSet<>();
        String name = null;
        for (software.amazon.awssdk.services.s3.model.S3Object object : page.contents()) {
            any = true;
            name = object.key().substring(prefix.length());
            if (object.key().equals(prefix)) {
                marker(object.size());
            } else {
                file(name, object);
            }
        }
        last.add(name == null ? "" : name);
        name = null;
        for (var common : page.commonPrefixes()) {
            any = true;
            name = common.prefix().substring(prefix.length(), common.prefix().length() - 1);
            directory(name);
        }
        last.add(name == null ? "" : name);
        tellFiles(last);
    }

    private void marker(long length) {
        directories.saw(prefix, true);
        if (length > 0) {
            sink.refused(
                    "/",
                    "the directory's marker has a content of " + length + " bytes, which no other storage can hold");
        }
    }

    private void file(String name, software.amazon.awssdk.services.s3.model.S3Object object) {
        String complaint = keys.complaint(place, name);
        if (complaint != null) {
            sink.refused(name, complaint);
            return;
        }
        S3Object found = new S3Object(object.key(), object.size(), object.eTag(), object.lastModified(), Map.of());
        if (place.area() == Area.HELD) {
            found = bucket.head(found.key()); // what it was before it was moved here stands in its metadata
        }
        if (found != null) {
            files.put(name, Prints.file(found, place.area()));
        }
    }

    private void directory(String name) {
        if (place.area() == Area.TREE && place.path().isRoot() && name.equals(Keys.WORK)) {
            return;
        }
        String complaint = keys.complaint(place, name);
        if (complaint != null) {
            sink.refused(name + "/", complaint);
            return;
        }
        directories.saw(prefix + name + "/", false);
        Stat file = files.remove(name);
        if (file == null) {
            sink.entry(new Name(name), Prints.directory());
        } else {
            sink.both(new Name(name), file, Prints.directory());
        }
    }

    /** Tells the files that cannot be directories too: those that the end of a page does not begin with. */
    private void tellFiles(Set<String> endOfPage) {
        files.entrySet().removeIf(file -> {
            boolean mayCome = endOfPage.stream().anyMatch(name -> name.startsWith(file.getKey()));
            if (!mayCome) {
                sink.entry(new Name(file.getKey()), file.getValue());
            }
            return !mayCome;
        });
    }

    /** All keys below a directory, its marker among them, one page after the other. */
    static void eachBelow(
            Bucket bucket, String directory, java.util.function.Consumer<java.util.List<S3Object>> pages) {
        @Nullable String token = null;
        do {
            ListObjectsV2Response page = bucket.list(directory, false, PAGE, token);
            pages.accept(page.contents().stream()
                    .map(o -> new S3Object(o.key(), o.size(), o.eTag(), o.lastModified(), Map.of()))
                    .toList());
            token = Boolean.TRUE.equals(page.isTruncated()) ? page.nextContinuationToken() : null;
        } while (token != null);
    }
}
