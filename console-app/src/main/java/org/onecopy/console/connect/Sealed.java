package org.onecopy.console.connect;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;

/** A text encrypted by a passphrase: AES-256-GCM, the key by PBKDF2 with SHA-256 and 600,000 rounds. */
final class Sealed {
    private static final int ROUNDS = 600_000;
    private static final int SALT = 16;
    private static final int NONCE = 12;
    private static final int TAG_BITS = 128;

    private Sealed() {}

    static String seal(String text, char[] passphrase) {
        byte[] salt = new byte[SALT];
        byte[] nonce = new byte[NONCE];
        SecureRandom random = new SecureRandom();
        random.nextBytes(salt);
        random.nextBytes(nonce);
        try {
            byte[] hidden =
                    cipher(Cipher.ENCRYPT_MODE, passphrase, salt, nonce).doFinal(text.getBytes(StandardCharsets.UTF_8));
            ByteBuffer all = ByteBuffer.allocate(SALT + NONCE + hidden.length);
            all.put(salt).put(nonce).put(hidden);
            return Base64.getEncoder().encodeToString(all.array());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has AES-GCM", e);
        }
    }

    /** @throws IllegalArgumentException where the passphrase is wrong or the text was changed */
    static String open(String sealed, char[] passphrase) {
        byte[] all = Base64.getDecoder().decode(sealed);
        if (all.length < SALT + NONCE) {
            throw new IllegalArgumentException("the file of secrets is cut off");
        }
        byte[] salt = Arrays.copyOf(all, SALT);
        byte[] nonce = Arrays.copyOfRange(all, SALT, SALT + NONCE);
        try {
            byte[] text = cipher(Cipher.DECRYPT_MODE, passphrase, salt, nonce)
                    .doFinal(all, SALT + NONCE, all.length - SALT - NONCE);
            return new String(text, StandardCharsets.UTF_8);
        } catch (AEADBadTagException e) {
            throw new IllegalArgumentException("wrong passphrase", e);
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("cannot decrypt the secrets: " + e.getMessage(), e);
        }
    }

    private static Cipher cipher(int mode, char[] passphrase, byte[] salt, byte[] nonce)
            throws GeneralSecurityException {
        byte[] key = SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256")
                .generateSecret(new PBEKeySpec(passphrase, salt, ROUNDS, 256))
                .getEncoded();
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, new SecretKeySpec(key, "AES"), new GCMParameterSpec(TAG_BITS, nonce));
        return cipher;
    }
}
