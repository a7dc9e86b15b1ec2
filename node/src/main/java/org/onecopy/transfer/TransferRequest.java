package org.onecopy.transfer;

import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.onecopy.core.Content;

/**
 * A content that this zone wants.
 *
 * @param expected what was agreed; inline bytes are not looked at
 * @param holders gives {@code HOST:PORT} of those that should have it, the preferred first; asked anew at every try, must be quick
 * @param target where it goes
 * @param priority higher ones are tried first, equal ones in the order of submission
 * @param overtaken whether something newer is agreed in its place, so that it need not be waited for where nobody who may have it can be
 *     reached; may be asked from any thread
 */
public record TransferRequest(
        ContentKey key,
        Content expected,
        Supplier<List<String>> holders,
        TransferTarget target,
        int priority,
        BooleanSupplier overtaken) {
    /** One that is waited for in any case. */
    public TransferRequest(
            ContentKey key, Content expected, Supplier<List<String>> holders, TransferTarget target, int priority) {
        this(key, expected, holders, target, priority, () -> false);
    }
}
