package org.onecopy.storage;

import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/** A storage whose trees are decorated as they are opened. */
public final class DecoratedStorage implements Storage {
    private final Storage inner;
    private final UnaryOperator<Tree> decoration;

    public DecoratedStorage(Storage inner, UnaryOperator<Tree> decoration) {
        this.inner = inner;
        this.decoration = decoration;
    }

    @Override
    public Capabilities capabilities() {
        return inner.capabilities();
    }

    @Override
    public Tree open(String path, boolean create) {
        return decoration.apply(inner.open(path, create));
    }

    @Override
    public Lineage lineage(String path) {
        return inner.lineage(path);
    }

    @Override
    public Tree openKnown(String path, ObjectIdentity root) {
        return decoration.apply(inner.openKnown(path, root));
    }

    @Override
    public void browse(String path, Consumer<Listed> sink) {
        inner.browse(path, sink);
    }

    @Override
    public Trial trial(String path) {
        return inner.trial(path);
    }

    @Override
    public void close() {
        inner.close();
    }
}
