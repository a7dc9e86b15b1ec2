package org.onecopy.network.induction;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import org.onecopy.model.ApiJson;
import org.onecopy.model.ProblemCode;
import org.onecopy.model.ZoneName;
import org.onecopy.problem.ProblemException;

/**
 * A ticket as it is handed over: one line of text, {@code onecopy-1.} and base64url of JSON behind the first four bytes of its SHA-256, so
 * that a letter that was lost is noticed. It holds a secret: whoever has it can bring a node into the network.
 *
 * @param network the network's id
 * @param pin of the authority's key: no other network can answer in its place
 * @param secret 256 random bits, base64url
 * @param admins host:port of the admin APIs that can admit, in the order in which they are asked
 */
public record TicketText(
        UUID network, String pin, UUID id, String secret, ZoneName zone, Instant expires, List<String> admins) {
    private static final String PREFIX = "onecopy-1.";
    private static final int CHECK_BYTES = 4;
    private static final int SECRET_BYTES = 32;

    public TicketText {
        admins = List.copyOf(admins);
        if (network == null || pin == null || id == null || secret == null || zone == null || expires == null) {
            throw new IllegalArgumentException("a part is missing");
        }
        if (admins.isEmpty()) {
            throw new IllegalArgumentException("nobody is named to ask");
        }
    }

    /** A new secret. */
    public static String newSecret() {
        byte[] bytes = new byte[SECRET_BYTES];
        new SecureRandom().nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /** What the network keeps of a secret, in hexadecimal digits. */
    public static String digest(String secret) {
        return HexFormat.of().formatHex(sha256(secret.getBytes(StandardCharsets.UTF_8)));
    }

    /** The line. */
    public String text() {
        try {
            byte[] json = ApiJson.strict().writeValueAsBytes(this);
            byte[] all = Arrays.copyOf(sha256(json), CHECK_BYTES + json.length);
            System.arraycopy(json, 0, all, CHECK_BYTES, json.length);
            return PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(all);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** @throws ProblemException {@code TICKET_INVALID} where it is no ticket, or not all of it */
    public static TicketText parse(String text) {
        String line = text.strip();
        if (!line.startsWith(PREFIX)) {
            throw invalid("this is no ticket: one begins with '" + PREFIX + "'", null);
        }
        try {
            byte[] all = Base64.getUrlDecoder().decode(line.substring(PREFIX.length()));
            if (all.length <= CHECK_BYTES) {
                throw invalid("the ticket is not complete: copy the whole line", null);
            }
            byte[] json = Arrays.copyOfRange(all, CHECK_BYTES, all.length);
            if (!Arrays.equals(Arrays.copyOf(all, CHECK_BYTES), Arrays.copyOf(sha256(json), CHECK_BYTES))) {
                throw invalid("the ticket was altered, or is not complete: copy the whole line", null);
            }
            return ApiJson.lenient().readValue(new String(json, StandardCharsets.UTF_8), TicketText.class);
        } catch (IllegalArgumentException | JsonProcessingException e) {
            throw invalid("the ticket was altered, or is not complete: copy the whole line", e);
        }
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    private static ProblemException invalid(String message, @org.jspecify.annotations.Nullable Exception cause) {
        return new ProblemException(ProblemCode.TICKET_INVALID, message, cause);
    }

    /** Never shows the secret. */
    @Override
    public String toString() {
        return "TicketText[" + id + ", zone " + zone + ", until " + expires + "]";
    }
}
