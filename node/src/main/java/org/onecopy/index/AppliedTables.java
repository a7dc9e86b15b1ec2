package org.onecopy.index;

import org.onecopy.core.table.Table;
import org.onecopy.log.RowCodec;
import org.onecopy.log.proto.Rows;

/** The tables that every agreed state has beside its own: where it stands, and proofs of where it stood. */
final class AppliedTables {
    /** One row, under {@link #HERE}. */
    static final Table<String, Applied> APPLIED = new Table<>("applied");

    static final String HERE = "here";

    /**
     * The state's hash as it was before the entry at each multiple of {@link AgreedIndex#HASH_STEP}; by the packed
     * {@link org.onecopy.model.Version} of that entry.
     */
    static final Table<Long, StateHash> HASHES = new Table<>("hashes");

    static final RowCodec<Applied> APPLIED_ROW =
            RowCodec.of(AppliedTables::form, Rows.Applied.parser(), AppliedTables::applied);

    static final RowCodec<StateHash> HASH_ROW = RowCodec.of(
            hash -> Rows.Hash.newBuilder().setValue(hash.form()).build(),
            Rows.Hash.parser(),
            form -> StateHash.of(form.getValue()));

    private AppliedTables() {}

    private static Rows.Applied form(Applied applied) {
        return Rows.Applied.newBuilder()
                .setFormat(applied.format())
                .setIncarnation(applied.incarnation())
                .setTerm(applied.term())
                .setIndex(applied.index())
                .setLastEntry(applied.lastEntry())
                .setHash(applied.hash().form())
                .build();
    }

    private static Applied applied(Rows.Applied form) {
        return new Applied(
                form.getFormat(),
                form.getIncarnation(),
                form.getTerm(),
                form.getIndex(),
                form.getLastEntry(),
                StateHash.of(form.getHash()));
    }
}
