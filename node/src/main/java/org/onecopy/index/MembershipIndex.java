package org.onecopy.index;

import java.nio.file.Path;
import org.onecopy.core.namespace.Delta;
import org.onecopy.core.namespace.Namespace;
import org.onecopy.core.table.TableView;
import org.onecopy.log.CommandCodec;

/** The replicated store of one membership: its rules' trees, journal and progress, as of the last entry applied here. */
public final class MembershipIndex extends AgreedIndex {
    private final int incarnation;

    /**
     * Opens the store, or makes an empty one.
     *
     * @param opener opens stores of {@link Schema#MEMBERSHIP}
     * @param incarnation of the membership's log: 0, and one more at each forced recovery (H53)
     */
    public MembershipIndex(Path directory, TableStore.Opener opener, int incarnation) {
        super(directory, opener, incarnation);
        this.incarnation = incarnation;
    }

    /** The incarnation in which the log goes on now; earlier entries may be of earlier ones. */
    public int incarnation() {
        return incarnation;
    }

    @Override
    protected Delta delta(TableView view, long index, byte[] entry) {
        return Namespace.apply(view, incarnation, index, CommandCodec.decode(entry));
    }
}
