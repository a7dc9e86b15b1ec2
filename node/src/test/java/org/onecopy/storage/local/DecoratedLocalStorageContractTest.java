package org.onecopy.storage.local;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.onecopy.storage.DecoratedStorage;
import org.onecopy.storage.FaultyTree;
import org.onecopy.storage.MeteredTree;
import org.onecopy.storage.Storage;

/** The decorators keep the contract of what they decorate. */
final class DecoratedLocalStorageContractTest extends LocalStorageContractTest {
    @Override
    protected Storage openStorage() {
        return new DecoratedStorage(
                super.openStorage(), tree -> new MeteredTree(new FaultyTree(tree), new SimpleMeterRegistry(), "z"));
    }
}
