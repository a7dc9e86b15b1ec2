package org.onecopy.people;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;

/**
 * Passwords as Argon2id (RFC 9106) in PHC strings, {@code $argon2id$v=19$m=19456,t=2,p=1$SALT$HASH}: each hash brings the parameters it was
 * made with, so that they can be raised without losing anybody. A hash takes some tens of milliseconds and {@link #MEMORY_KIB}; the caller
 * limits how many are made at once.
 */
final class PasswordHash {
    /** The memory of a new hash. OWASP's smallest set for Argon2id, because nodes run with small heaps. */
    static final int MEMORY_KIB = 19_456;

    private static final int PASSES = 2;
    private static final int LANES = 1;
    private static final int SALT_LENGTH = 16;
    private static final int HASH_LENGTH = 32;

    /** What a hash in the registry may ask of this machine; a foreign one must not take all its memory. */
    private static final int MEMORY_KIB_MAX = 65_536;

    private static final int PASSES_MAX = 10;
    private static final Pattern PHC = Pattern.compile(
            "\\$argon2id\\$v=19\\$m=([0-9]{1,7}),t=([0-9]{1,3}),p=([0-9]{1,2})\\$([A-Za-z0-9+/]{11,86})\\$([A-Za-z0-9+/]{22,86})");

    private static final SecureRandom RANDOM = new SecureRandom();

    /** Verified for who is unknown, so that the answer takes as long as for who is known. */
    private static final String NOBODY = make("nobody has this password, for it is drawn anew: " + RANDOM.nextLong());

    private PasswordHash() {}

    /** A new hash with a salt of its own. */
    static String make(String password) {
        byte[] salt = new byte[SALT_LENGTH];
        RANDOM.nextBytes(salt);
        byte[] hash = hash(password, salt, MEMORY_KIB, PASSES, LANES, HASH_LENGTH);
        Base64.Encoder base64 = Base64.getEncoder().withoutPadding();
        return "$argon2id$v=19$m=" + MEMORY_KIB + ",t=" + PASSES + ",p=" + LANES + "$" + base64.encodeToString(salt)
                + "$" + base64.encodeToString(hash);
    }

    /** Whether a password is the one of a hash; false too where the hash is none, or asks for too much. */
    static boolean matches(String password, String phc) {
        Matcher parts = PHC.matcher(phc);
        if (!parts.matches()) {
            return false;
        }
        int memory = Integer.parseInt(parts.group(1));
        int passes = Integer.parseInt(parts.group(2));
        int lanes = Integer.parseInt(parts.group(3));
        if (lanes < 1 || memory < 8 * lanes || memory > MEMORY_KIB_MAX || passes < 1 || passes > PASSES_MAX) {
            return false;
        }
        byte[] salt;
        byte[] expected;
        try {
            salt = Base64.getDecoder().decode(parts.group(4));
            expected = Base64.getDecoder().decode(parts.group(5));
        } catch (IllegalArgumentException e) {
            return false;
        }
        return MessageDigest.isEqual(expected, hash(password, salt, memory, passes, lanes, expected.length));
    }

    /** Takes as long as {@link #matches} with a hash of today's parameters. */
    static void pretend(String password) {
        var _ = matches(password, NOBODY);
    }

    private static byte[] hash(String password, byte[] salt, int memory, int passes, int lanes, int length) {
        Argon2BytesGenerator generator = new Argon2BytesGenerator();
        generator.init(new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
                .withVersion(Argon2Parameters.ARGON2_VERSION_13)
                .withMemoryAsKB(memory)
                .withIterations(passes)
                .withParallelism(lanes)
                .withSalt(salt)
                .build());
        byte[] secret = password.getBytes(StandardCharsets.UTF_8);
        byte[] hash = new byte[length];
        generator.generateBytes(secret, hash);
        Arrays.fill(secret, (byte) 0);
        return hash;
    }
}
