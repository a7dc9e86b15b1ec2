package org.onecopy.model.api;

import java.util.List;
import org.onecopy.model.ByteCount;
import org.onecopy.model.RuleName;

/**
 * What a rule's exclusions do, or would do; the same in every zone.
 *
 * @param exclude the globs that were tried: the rule's own, and those that were asked for
 * @param paths one for each path that was asked for, in that order
 * @param leftAlone files and links of the agreed tree that only these globs leave alone, and the rule's own do not: they stay where they are,
 *     and what is done to them in one zone reaches no other any more
 * @param bytes of these
 * @param examples of their paths, a few
 */
public record ExclusionsView(
        RuleName rule,
        List<String> exclude,
        List<PathVerdict> paths,
        long leftAlone,
        ByteCount bytes,
        List<String> examples) {
    public ExclusionsView {
        exclude = List.copyOf(exclude);
        paths = List.copyOf(paths);
        examples = List.copyOf(examples);
    }
}
