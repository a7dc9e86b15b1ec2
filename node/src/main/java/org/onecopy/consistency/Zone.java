package org.onecopy.consistency;

import java.util.function.Supplier;
import org.onecopy.core.shown.ShownTree;
import org.onecopy.location.AgreedTables;
import org.onecopy.location.Ticks;
import org.onecopy.model.RuleId;
import org.onecopy.storage.Tree;

/**
 * One rule in this node's zone, as a check sees it.
 *
 * @param shown the writer's records as they were last committed, read anew at each call: only for what is on its way, never for what lies
 *     in the storage
 */
public record Zone(RuleId rule, Tree tree, AgreedTables agreed, Supplier<ShownTree> shown, Ticks ticks) {}
