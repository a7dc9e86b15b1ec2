package org.onecopy.installers.provisioning;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Something is wrong with one machine, or with the whole run. */
public final class ProvisionException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final ProvisionCode code;

    public ProvisionException(ProvisionCode code, String message) {
        this(code, message, null);
    }

    public ProvisionException(ProvisionCode code, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.code = code;
    }

    public ProvisionCode code() {
        return code;
    }

    /** What happened. */
    public String said() {
        return Objects.requireNonNull(getMessage());
    }
}
