package org.onecopy.people;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.onecopy.core.people.User;
import org.onecopy.model.ProblemCode;
import org.onecopy.problem.ProblemException;

/** Checks passwords, a few at once and slowly for who guesses. Blocks for some tens of milliseconds. Safe to call from many threads. */
final class Passwords {
    private static final int LENGTH_MIN = 12;
    private static final int LENGTH_MAX = 256;
    private static final int NAME_LENGTH_MAX = 64;
    private static final int AT_ONCE = 2;
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final Semaphore places = new Semaphore(AT_ONCE, true);
    private final GuessLimit byUser;
    private final GuessLimit byAddress;

    /** @param nanos a clock that never goes back */
    Passwords(LongSupplier nanos) {
        byUser = new GuessLimit(5, nanos);
        byAddress = new GuessLimit(20, nanos);
    }

    /**
     * Makes the hash of a new password.
     *
     * @throws ProblemException {@code BAD_REQUEST} where it is too short, too long or the name; {@code TOO_BUSY}
     */
    String hash(String name, String password) {
        if (password.length() < LENGTH_MIN || password.length() > LENGTH_MAX) {
            throw unfit("a password has " + LENGTH_MIN + " to " + LENGTH_MAX + " characters");
        }
        if (password.chars().distinct().count() < 5 || password.contains(name)) {
            throw unfit("the password is easy to guess: take one with more different characters, and without the name");
        }
        takePlace();
        try {
            return PasswordHash.make(password);
        } finally {
            places.release();
        }
    }

    private static ProblemException unfit(String message) {
        return new ProblemException(ProblemCode.BAD_REQUEST, message, Map.of("field", "password"), null);
    }

    /**
     * Whether it is the password of a user.
     *
     * @param name as it was given
     * @param user who has the name; null: nobody, which takes as long
     * @param from the address of who asks
     * @throws ProblemException {@code TOO_MANY_ATTEMPTS}, {@code TOO_BUSY}
     */
    boolean check(String name, @Nullable User user, String password, String from) {
        String key = name.length() > NAME_LENGTH_MAX ? name.substring(0, NAME_LENGTH_MAX) : name;
        refuseWhoWaits(byUser.waits(key));
        refuseWhoWaits(byAddress.waits(from));
        takePlace();
        try {
            byUser.attempted(key);
            byAddress.attempted(from);
            boolean right = matches(user, password);
            if (right) {
                byUser.succeeded(key);
                byAddress.succeeded(from);
            }
            return right;
        } finally {
            places.release();
        }
    }

    private static boolean matches(@Nullable User user, String password) {
        if (user == null || password.length() > LENGTH_MAX) {
            PasswordHash.pretend(password.length() > LENGTH_MAX ? "" : password);
            return false;
        }
        return PasswordHash.matches(password, user.passwordHash()) && !user.disabled();
    }

    private static void refuseWhoWaits(Duration wait) {
        if (wait.isPositive()) {
            long seconds = GuessLimit.seconds(wait);
            throw new ProblemException(
                    ProblemCode.TOO_MANY_ATTEMPTS,
                    "too many wrong passwords for this name or from this address: wait " + seconds + " s",
                    Map.of("retryAfterSeconds", seconds),
                    null);
        }
    }

    private void takePlace() {
        try {
            if (!places.tryAcquire(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new ProblemException(ProblemCode.TOO_BUSY, "too many log in at once: try again");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ProblemException(ProblemCode.TOO_BUSY, "interrupted", e);
        }
    }
}
