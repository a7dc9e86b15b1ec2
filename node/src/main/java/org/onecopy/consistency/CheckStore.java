package org.onecopy.consistency;

import java.util.List;
import org.onecopy.core.table.Change;
import org.onecopy.core.table.TableView;

/** The local tables, where checks keep what they are at. Safe to call from many threads. */
public interface CheckStore {
    TableView tables();

    /** Writes changes, all or nothing; a stop of the process loses none of them. */
    void write(List<Change> changes);
}
