package org.onecopy.materialize;

import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.onecopy.core.Attributes;
import org.onecopy.core.Content;
import org.onecopy.core.Name;
import org.onecopy.model.FileId;
import org.onecopy.model.RuleId;
import org.onecopy.model.Version;
import org.onecopy.problem.ProblemException;
import org.onecopy.storage.Stat;
import org.onecopy.storage.Tree;

/** Brings contents into the staging folder, elsewhere than on the writer's thread: from the proposal, or from another zone. */
public interface Staging {
    /**
     * Begins to bring a content.
     *
     * @param then called once, from any thread: must only put the result into a queue
     */
    void stage(Request request, Consumer<Result> then);

    /** Gives up what was asked for under this name, and drops what has come. No effect where nothing was asked for. */
    void drop(RuleId rule, Name item);

    /**
     * What is wanted.
     *
     * @param item the name in the staging folder
     * @param version of the content
     * @param content with its bytes where it came inline
     * @param attributes to be set on the staged file
     * @param priority higher ones are asked for first
     * @param overtaken whether something newer is agreed in its place; may be asked from any thread
     */
    record Request(
            RuleId rule,
            Tree tree,
            Name item,
            FileId file,
            Version version,
            Content content,
            Attributes attributes,
            int priority,
            BooleanSupplier overtaken) {
        /** One that nothing overtakes. */
        public Request(
                RuleId rule,
                Tree tree,
                Name item,
                FileId file,
                Version version,
                Content content,
                Attributes attributes) {
            this(rule, tree, item, file, version, content, attributes, 0, () -> false);
        }
    }

    /**
     * What became of it.
     *
     * @param staged the staged file, complete and verified; null where it failed
     * @param problem why it failed; null where it did not
     */
    record Result(@Nullable Stat staged, @Nullable ProblemException problem) {}
}
