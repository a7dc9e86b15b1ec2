package org.onecopy.app;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.jspecify.annotations.Nullable;
import org.onecopy.app.config.NodeConfig;
import org.onecopy.core.registry.RegisteredNode;

/**
 * Under which addresses this node is registered at its start: those of its configuration where they were changed since the last time, else
 * those that the registry has, which an administrator may have changed meanwhile.
 */
final class OwnAddresses {
    private static final String FILE = "advertised";

    private final NodeConfig config;
    private final Path file;

    OwnAddresses(NodeConfig config) {
        this.config = config;
        file = config.dataDir().resolve(FILE);
    }

    /** @param registered what the registry has; null while it has nothing */
    RegisteredNode wanted(@Nullable RegisteredNode registered) {
        RegisteredNode configured = configured();
        return registered != null && text(configured).equals(last()) ? registered : configured;
    }

    private RegisteredNode configured() {
        NodeConfig.Addresses at = config.addresses();
        return new RegisteredNode(
                config.node(),
                config.zone(),
                at.agreement().advertised().toString(),
                at.content().advertised().toString(),
                at.admin().advertised().toString());
    }

    private @Nullable String last() {
        try {
            return Files.exists(file) ? Files.readString(file) : null;
        } catch (IOException e) {
            return null; // as at the first start
        }
    }

    /** The node is registered: its configuration counts again once it is changed. */
    void remember() throws IOException {
        String now = text(configured());
        if (!now.equals(last())) {
            Path part = file.resolveSibling(FILE + ".part");
            Files.writeString(part, now, StandardCharsets.UTF_8);
            Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    private static String text(RegisteredNode node) {
        return node.agreementAddress() + "\n" + node.contentAddress() + "\n" + node.adminAddress() + "\n";
    }
}
