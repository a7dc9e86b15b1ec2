package org.onecopy.transfer;

import java.util.List;
import java.util.function.Supplier;
import org.onecopy.core.Content;

/**
 * A content that this zone wants.
 *
 * @param expected what was agreed; inline bytes are not looked at
 * @param holders gives {@code HOST:PORT} of those that should have it, the preferred first; asked anew at every try, must be quick
 * @param target where it goes
 * @param priority higher ones are tried first, equal ones in the order of submission
 */
public record TransferRequest(
        ContentKey key, Content expected, Supplier<List<String>> holders, TransferTarget target, int priority) {}
