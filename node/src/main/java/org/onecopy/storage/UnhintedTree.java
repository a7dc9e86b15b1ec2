package org.onecopy.storage;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A tree whose hints are not wanted: others write it in ways of which this machine is not told, whatever its file system looks like.
 * It declares that it has none, so that scans follow each other as where there are no hints.
 */
public final class UnhintedTree extends ForwardingTree {
    private final Capabilities capabilities;

    public UnhintedTree(Tree inner) {
        super(inner);
        capabilities = inner.capabilities().without(Ability.HINTS);
    }

    @Override
    protected <T extends @Nullable Object> T around(TreeCall call, Supplier<T> action) {
        return action.get();
    }

    @Override
    public Capabilities capabilities() {
        return capabilities;
    }

    @Override
    public @Nullable Watch watch(HintSink sink) {
        return null;
    }
}
