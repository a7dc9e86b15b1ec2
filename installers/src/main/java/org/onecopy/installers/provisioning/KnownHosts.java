package org.onecopy.installers.provisioning;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.sshd.client.config.hosts.KnownHostEntry;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import org.apache.sshd.common.config.keys.PublicKeyEntryResolver;
import org.apache.sshd.common.digest.BuiltinDigests;

/**
 * The keys by which machines are known, in a file as OpenSSH writes it. A machine that has a key there must show one of its keys; one
 * that has none is trusted at first sight only where the caller said so, by all or by its fingerprint, and is known from then on.
 */
public final class KnownHosts {
    private static final int SSH = 22;

    private final Path file;
    private final boolean acceptNew;
    private final Set<String> fingerprints;

    /**
     * @param file need not exist
     * @param acceptNew whether machines without a key are trusted at first sight
     * @param fingerprints keys that are trusted, as {@code SHA256:…}
     */
    public KnownHosts(Path file, boolean acceptNew, Set<String> fingerprints) {
        this.file = file;
        this.acceptNew = acceptNew;
        this.fingerprints = Set.copyOf(fingerprints);
    }

    /** What is thought of a key. */
    enum Verdict {
        /** It is the machine's. */
        KNOWN,
        /** The machine had none; this one is written down. */
        ACCEPTED,
        /** The machine has none. */
        UNKNOWN,
        /** The machine has others, or this one was revoked. */
        CHANGED
    }

    /** As {@code ssh-keygen -l} shows it, with the type in front. */
    static String fingerprint(PublicKey key) {
        return KeyUtils.getKeyType(key) + " " + digest(key);
    }

    private static String digest(PublicKey key) {
        return KeyUtils.getFingerPrint(BuiltinDigests.sha256, key);
    }

    /** Judges a key, and writes it down where it is trusted at first sight. */
    synchronized Verdict judge(String host, int port, PublicKey key) {
        boolean others = false;
        for (KnownHostEntry entry : entries()) {
            if (!entry.isHostMatch(host, port)
                    || entry.getKeyEntry() == null
                    || "cert-authority".equals(entry.getMarker())) {
                continue;
            }
            boolean same = KeyUtils.compareKeys(key, key(entry));
            if ("revoked".equals(entry.getMarker())) {
                if (same) {
                    return Verdict.CHANGED;
                }
                continue;
            }
            if (same) {
                return Verdict.KNOWN;
            }
            others = true;
        }
        if (others) {
            return Verdict.CHANGED;
        }
        if (!acceptNew && !fingerprints.contains(digest(key))) {
            return Verdict.UNKNOWN;
        }
        write(host, port, key);
        return Verdict.ACCEPTED;
    }

    private List<KnownHostEntry> entries() {
        List<KnownHostEntry> entries = new ArrayList<>();
        try {
            if (Files.exists(file)) {
                entries.addAll(KnownHostEntry.readKnownHostEntries(file));
            }
            return entries;
        } catch (IOException | IllegalArgumentException e) {
            throw new ProvisionException(
                    ProvisionCode.INVENTORY_INVALID, "cannot read the known hosts " + file + ": " + e.getMessage(), e);
        }
    }

    private PublicKey key(KnownHostEntry entry) {
        try {
            return entry.getKeyEntry().resolvePublicKey(null, java.util.Map.of(), PublicKeyEntryResolver.FAILING);
        } catch (IOException | GeneralSecurityException e) {
            throw new ProvisionException(
                    ProvisionCode.INVENTORY_INVALID,
                    file + " has a line whose key cannot be read: " + e.getMessage(),
                    e);
        }
    }

    private void write(String host, int port, PublicKey key) {
        try {
            Path directory = file.toAbsolutePath().getParent();
            if (directory != null) {
                Files.createDirectories(directory);
            }
            if (!Files.exists(file)) {
                Files.createFile(
                        file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            }
            String name = port == SSH ? host : "[" + host + "]:" + port;
            String before = Files.readString(file);
            String gap = before.isEmpty() || before.endsWith("\n") ? "" : "\n";
            Files.writeString(file, gap + name + " " + PublicKeyEntry.toString(key) + "\n", StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file, e);
        }
    }
}
