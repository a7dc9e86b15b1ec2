package org.onecopy.installers.provisioning;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The machines of a run, in their order.
 *
 * @param hosts none twice
 * @param twice names that stand there more than once, with how: none of their entries is among the hosts
 */
public record Inventory(List<HostSpec> hosts, Map<String, String> twice) {
    public Inventory {
        hosts = List.copyOf(hosts);
        twice = Collections.unmodifiableMap(new LinkedHashMap<>(twice));
    }

    /**
     * Reads a file: CSV where its name ends so, else YAML.
     *
     * @throws ProvisionException {@code INVENTORY_INVALID} with the place of the mistake
     */
    public static Inventory read(Path file, SshConfig ssh) {
        try {
            String text = Files.readString(file);
            List<InventoryEntry> entries = file.toString().endsWith(".csv")
                    ? InventoryCsv.parse(file.toString(), text)
                    : InventoryYaml.parse(file.toString(), text);
            return of(entries, ssh);
        } catch (NoSuchFileException e) {
            throw new ProvisionException(ProvisionCode.INVENTORY_INVALID, "there is no inventory " + file, e);
        } catch (IOException e) {
            throw new ProvisionException(
                    ProvisionCode.INVENTORY_INVALID, "cannot read " + file + ": " + e.getMessage(), e);
        }
    }

    /**
     * The machines of entries, ranges expanded and aliases looked up.
     *
     * @throws ProvisionException {@code INVENTORY_INVALID}
     */
    static Inventory of(List<InventoryEntry> entries, SshConfig ssh) {
        List<HostSpec> all = new ArrayList<>();
        for (InventoryEntry entry : entries) {
            all.addAll(entry.hosts(ssh));
        }
        if (all.isEmpty()) {
            throw new ProvisionException(ProvisionCode.INVENTORY_INVALID, "the inventory names no machine");
        }
        Map<String, String> twice = new LinkedHashMap<>();
        for (int i = 0; i < all.size(); i++) {
            for (int j = i + 1; j < all.size(); j++) {
                String how = same(all.get(i), all.get(j), ssh);
                if (how != null) {
                    twice.putIfAbsent(all.get(i).name(), how);
                    twice.putIfAbsent(all.get(j).name(), how);
                }
            }
        }
        return new Inventory(
                all.stream().filter(host -> !twice.containsKey(host.name())).toList(), twice);
    }

    private static @Nullable String same(HostSpec one, HostSpec other, SshConfig ssh) {
        if (one.name().equals(other.name())) {
            return one.name() + " stands in the inventory twice";
        }
        SshTarget target = ssh.target(one);
        if (target.place().equals(ssh.target(other).place())
                && target.jumps().equals(ssh.target(other).jumps())) {
            return one.name() + " and " + other.name() + " are both " + target.place();
        }
        if (one.node().equals(other.node())) {
            return one.name() + " and " + other.name() + " would both have node " + one.node();
        }
        return one.collidesWith(other)
                ? one.name() + " and " + other.name() + " would both have nodes at " + one.address()
                        + " with the same port"
                : null;
    }
}
