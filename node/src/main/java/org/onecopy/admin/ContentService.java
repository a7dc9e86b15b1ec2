package org.onecopy.admin;

import org.jspecify.annotations.Nullable;
import org.onecopy.model.RuleName;
import org.onecopy.model.api.ContentSpec;
import org.onecopy.model.api.ContentView;
import org.onecopy.model.api.FileView;
import org.onecopy.model.api.Listing;

/** What people look at in the storage of this node's zone; as {@link NodeService}. Changes nothing. */
public interface ContentService {
    /**
     * A part of a file that is agreed: never of one that a rule leaves alone, nor of what users changed in the zone meanwhile.
     *
     * @throws org.onecopy.problem.ProblemException {@code RULE_UNKNOWN}, {@code PATH_INVALID}, {@code CONTENT_UNAVAILABLE} where no file of
     *     that path is agreed or this zone does not have it, {@code CONTENT_SUPERSEDED} where a user changed it here, {@code CONTENT_UNSETTLED}
     *     while the zone cannot say
     */
    ContentView content(RuleName rule, ContentSpec spec);

    /**
     * What lies directly in a directory below the storage's root, the names in their order.
     *
     * @param after only names behind this one; null: from the first on
     * @return with how many lie there in all
     * @throws org.onecopy.problem.ProblemException {@code PATH_INVALID} where the path is not absolute or leaves the root,
     *     {@code STORAGE_UNAVAILABLE} where no directory lies there, {@code STORAGE_DENIED}, {@code BAD_REQUEST} in a zone of witnesses
     */
    Listing<FileView> files(String path, @Nullable String after, int limit);
}
