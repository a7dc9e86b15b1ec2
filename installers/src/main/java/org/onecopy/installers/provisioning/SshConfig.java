package org.onecopy.installers.provisioning;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.sshd.client.config.hosts.HostConfigEntry;
import org.jspecify.annotations.Nullable;

/**
 * What {@code ~/.ssh/config} says: {@code Host} with patterns, {@code HostName}, {@code User}, {@code Port}, {@code IdentityFile},
 * {@code ProxyJump}. Not {@code Match} and {@code Include}.
 */
public final class SshConfig {
    private static final Pattern JUMP = Pattern.compile("(?:([^@]+)@)?(\\[[^\\]]+]|[^:]+)(?::([0-9]{1,5}))?");
    private static final int SSH = 22;
    private static final int JUMPS_MAX = 8;

    private final Path home;
    private final String self;
    private final List<HostConfigEntry> entries;
    private final @Nullable String defaultUser;

    private SshConfig(Path home, String self, List<HostConfigEntry> entries, @Nullable String defaultUser) {
        this.home = home;
        this.self = self;
        this.entries = List.copyOf(entries);
        this.defaultUser = defaultUser;
    }

    /**
     * Reads a file; one that is not there says nothing.
     *
     * @param home of {@code ~}
     * @param self the user who runs this, who is meant where nothing says another
     * @throws ProvisionException {@code INVENTORY_INVALID} where it cannot be read
     */
    public static SshConfig read(Path file, Path home, String self) {
        try {
            List<HostConfigEntry> entries =
                    Files.exists(file) ? HostConfigEntry.readHostConfigEntries(file) : List.of();
            return new SshConfig(home, self, entries, null);
        } catch (IOException | IllegalArgumentException e) {
            throw new ProvisionException(
                    ProvisionCode.INVENTORY_INVALID, "cannot read " + file + ": " + e.getMessage(), e);
        }
    }

    /** With a user who is meant where neither the inventory nor the file says another. */
    public SshConfig withUser(String user) {
        return new SshConfig(home, self, entries, user);
    }

    Path path(String file) {
        return InventoryEntry.inHome(home, file);
    }

    /** Where an entry of the inventory is. */
    public SshTarget target(HostSpec host) {
        return target(host.name(), host.access());
    }

    SshTarget target(String name, HostSpec.Access access) {
        return target(bare(name), access, JUMPS_MAX);
    }

    private static String bare(String host) {
        return host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
    }

    private SshTarget target(String name, HostSpec.Access access, int depth) {
        if (depth == 0) {
            throw new IllegalArgumentException("more than " + JUMPS_MAX + " jumps on the way to " + name);
        }
        Optional<HostConfigEntry> found = lookup(name);
        String configured = found.map(HostConfigEntry::getHostName)
                .filter(text -> !text.isBlank())
                .orElse(name);
        String host = configured.replace("%h", name);
        String user =
                firstOf(access.user(), found.map(HostConfigEntry::getUsername).orElse(null), defaultUser, self);
        int port = access.port() != null
                ? access.port()
                : found.map(HostConfigEntry::getPort)
                        .filter(number -> number > 0)
                        .orElse(SSH);
        List<Path> keys = new ArrayList<>();
        if (access.key() != null) {
            keys.add(access.key());
        } else {
            // As ssh: a file that is not there is no key.
            found.ifPresent(entry -> entry.getIdentities().stream()
                    .map(this::path)
                    .filter(Files::exists)
                    .forEach(keys::add));
        }
        String jump = access.jump() != null
                ? access.jump()
                : found.map(HostConfigEntry::getProxyJump).orElse(null);
        return new SshTarget(user, host, port, keys, jumps(jump, depth));
    }

    private List<SshTarget> jumps(@Nullable String jump, int depth) {
        List<SshTarget> jumps = new ArrayList<>();
        if (jump == null || jump.isBlank() || jump.equalsIgnoreCase("none")) {
            return jumps;
        }
        for (String part : jump.split(",", -1)) {
            Matcher matcher = JUMP.matcher(part.strip());
            if (!matcher.matches()) {
                throw new IllegalArgumentException(
                        "jump '" + jump + "': expected [USER@]HOST[:PORT], several with commas");
            }
            String port = matcher.group(3);
            SshTarget target = target(
                    bare(matcher.group(2)),
                    new HostSpec.Access(matcher.group(1), port == null ? null : Integer.valueOf(port), null, null),
                    depth - 1);
            jumps.addAll(target.jumps());
            jumps.add(new SshTarget(target.user(), target.host(), target.port(), target.keys(), List.of()));
        }
        return jumps;
    }

    /** All that matches, the first that says something wins: as ssh does it. */
    private Optional<HostConfigEntry> lookup(String name) {
        HostConfigEntry all = new HostConfigEntry();
        boolean any = false;
        for (HostConfigEntry entry : HostConfigEntry.findMatchingEntries(name, entries)) {
            all.collate(entry);
            any = true;
        }
        return any ? Optional.of(all) : Optional.empty();
    }

    private static String firstOf(@Nullable String... texts) {
        for (String text : texts) {
            if (text != null && !text.isBlank()) {
                return text;
            }
        }
        throw new IllegalArgumentException("no user is named");
    }
}
