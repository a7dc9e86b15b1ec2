package org.onecopy.model.audit;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.jspecify.annotations.Nullable;
import org.onecopy.model.Digest;

/**
 * An act in its place in a chain. Each entry holds the hash of the one before it, so that none can be altered, left out, added or moved
 * without all later ones changing.
 *
 * @param chain {@link #NETWORK}, or that of a node
 * @param sequence from 1, without gaps
 * @param previous the hash of the entry before it; of the first one {@link #START}
 * @param hash the SHA-256 of everything else in the entry, each field with its length before it
 */
public record AuditEntry(String chain, long sequence, AuditAct act, Digest previous, Digest hash) {
    /** The chain that is agreed in the network's registry, and the same at every node. */
    public static final String NETWORK = "network";

    /** Before the first entry of a chain. */
    public static final Digest START = Digest.of(new byte[Digest.LENGTH]);

    private static final String FORM = "onecopy-audit-1";

    /** The name of a node's own chain, of what it denied. */
    public static String deniedBy(org.onecopy.model.NodeId node) {
        return "denied/" + node;
    }

    /** An act in its place behind all others. */
    public static AuditEntry after(AuditHead head, AuditAct act) {
        long sequence = head.sequence() + 1;
        return new AuditEntry(head.chain(), sequence, act, head.hash(), hash(head.chain(), sequence, act, head.hash()));
    }

    /** Whether the hash is that of the other fields. */
    public boolean hasItsHash() {
        return hash.equals(hash(chain, sequence, act, previous));
    }

    /** The chain as of this entry. */
    public AuditHead head() {
        return new AuditHead(chain, sequence, hash);
    }

    private static Digest hash(String chain, long sequence, AuditAct act, Digest previous) {
        Fields fields = new Fields();
        fields.add(FORM);
        fields.add(chain);
        fields.add(sequence);
        fields.add(act.id().toString());
        fields.add(act.at().toEpochMilli());
        fields.add(act.node().value());
        fields.add(act.kind().word());
        fields.add(act.who());
        fields.add(act.from());
        fields.add(act.operation());
        fields.add(act.route());
        fields.add(act.about().size());
        act.about().forEach(fields::add);
        fields.add(act.outcome());
        fields.add(act.count());
        AuditHead anchor = act.anchor();
        fields.add(anchor == null ? null : anchor.chain());
        fields.add(anchor == null ? 0 : anchor.sequence());
        fields.add(anchor == null ? null : anchor.hash().toString());
        fields.add(previous.toString());
        return fields.digest();
    }

    /** Fields one after the other, so that no two lists of them have the same bytes. */
    private static final class Fields {
        private final MessageDigest digest;

        Fields() {
            try {
                digest = MessageDigest.getInstance("SHA-256");
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException("every Java has SHA-256", e);
            }
        }

        void add(@Nullable String text) {
            if (text == null) {
                digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(-1).flip());
                return;
            }
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            digest.update(
                    ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).flip());
            digest.update(bytes);
        }

        void add(long number) {
            digest.update(ByteBuffer.allocate(Integer.BYTES + Long.BYTES)
                    .putInt(Long.BYTES)
                    .putLong(number)
                    .flip());
        }

        Digest digest() {
            return Digest.of(digest.digest());
        }
    }
}
