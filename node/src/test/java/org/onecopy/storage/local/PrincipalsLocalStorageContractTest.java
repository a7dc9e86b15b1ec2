package org.onecopy.storage.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.onecopy.core.Acl;
import org.onecopy.core.AclEntry;
import org.onecopy.core.AclEntry.Kind;
import org.onecopy.core.Attributes;
import org.onecopy.core.Extras;
import org.onecopy.core.Preserve;
import org.onecopy.storage.Ability;
import org.onecopy.storage.DecoratedStorage;
import org.onecopy.storage.PrincipalNames;
import org.onecopy.storage.PrincipalTree;
import org.onecopy.storage.Stat;
import org.onecopy.storage.Storage;
import org.onecopy.storage.Tree;

/** Other names for users and groups: the contract holds with them, and the storage has the others. */
final class PrincipalsLocalStorageContractTest extends LocalStorageContractTest {
    private static final PrincipalNames NAMES = new PrincipalNames(
            Map.of("12345", "44444", "anna", "55555"), Map.of("54321", "66666"), PrincipalNames.Others.SAME);

    @Override
    protected Storage openStorage() {
        return new DecoratedStorage(super.openStorage(), tree -> new PrincipalTree(tree, NAMES));
    }

    @Test
    void the_storage_has_its_own_names() {
        assumeTrue(tree.capabilities().can(Ability.ACLS));
        tree.preserve(Set.of(Preserve.ACL));
        publish("f", "x");
        AclEntry owning = new AclEntry(false, Kind.GROUP, "", 4);
        Acl acl = new Acl(List.of(
                new AclEntry(false, Kind.USER, "anna", 6), owning, new AclEntry(false, Kind.GROUP, "54321", 4)));
        tree.setAttributes(at("f"), new Attributes(0660, "", "", SOME_TIME, new Extras(acl, null, 0, 0)));
        assertThat(tree.stat(at("f")).attributes().extras().acl()).isEqualTo(acl);
        try (Storage plain = super.openStorage();
                Tree same = plain.open(location(), false)) {
            same.preserve(Set.of(Preserve.ACL));
            Stat there = same.stat(at("f"));
            assertThat(there.attributes().extras().acl())
                    .isEqualTo(new Acl(List.of(
                            new AclEntry(false, Kind.USER, "55555", 6),
                            owning,
                            new AclEntry(false, Kind.GROUP, "66666", 4))));
        }
    }
}
