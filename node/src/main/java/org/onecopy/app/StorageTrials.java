package org.onecopy.app;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.onecopy.app.config.NodeConfig;
import org.onecopy.app.config.StorageConfig;
import org.onecopy.app.config.StorageConfig.StorageType;
import org.onecopy.model.ProblemCode;
import org.onecopy.model.Words;
import org.onecopy.model.api.CheckResult;
import org.onecopy.model.api.StorageAbilities;
import org.onecopy.model.api.StorageCheck;
import org.onecopy.model.api.StorageReport;
import org.onecopy.problem.ProblemException;
import org.onecopy.storage.Capabilities;
import org.onecopy.storage.Finding;
import org.onecopy.storage.Storage;
import org.onecopy.storage.verify.Verification;

/** Tries out a node's storage, and says what it can do, in the words of the API. One trial at a time. */
final class StorageTrials {
    private final NodeConfig config;
    private final Storage storage;

    StorageTrials(NodeConfig config, Storage storage) {
        this.config = config;
        this.storage = storage;
    }

    /**
     * Tries out what a configuration names, without a node.
     *
     * @param path of the location; null: the storage's top, where that is Onecopy's own
     */
    static List<StorageReport> offline(NodeConfig config, @Nullable String path) {
        String location = path != null
                ? path
                : ownTop(config.storage())
                        .orElseThrow(
                                () -> new ProblemException(
                                        ProblemCode.BAD_REQUEST,
                                        "say --path with the path of a location, as in a rule: the top of this storage is not Onecopy's own"));
        try (Storage storage = Storages.open(config)) {
            return new StorageTrials(config, storage).verify(List.of(location));
        }
    }

    /** The top of the storage, where an administrator has given it to Onecopy. */
    private static Optional<String> ownTop(StorageConfig storage) {
        boolean own = switch (storage) {
            case StorageConfig.Local local -> local.directory().getNameCount() > 0;
            case StorageConfig.S3 ignored -> true;
            case StorageConfig.Hadoop ignored -> false;
            case StorageConfig.None ignored -> true;
        };
        return own ? Optional.of("/") : Optional.empty();
    }

    /** @throws ProblemException {@code BAD_REQUEST} where the node has no storage, {@code PATH_INVALID} */
    synchronized List<StorageReport> verify(List<String> paths) {
        if (config.storage().type() == StorageType.NONE) {
            throw new ProblemException(
                    ProblemCode.BAD_REQUEST, "node " + config.node() + " is a witness: its zone has no storage");
        }
        List<StorageReport> reports = new ArrayList<>();
        for (String path : paths) {
            List<Finding> findings =
                    new Verification(storage, config.limits().storageFreeMin().value()).run(path);
            reports.add(new StorageReport(
                    config.node(),
                    config.zone(),
                    Words.of(config.storage().type()),
                    config.storage().root(),
                    path,
                    findings.stream().map(StorageTrials::check).toList()));
        }
        return reports;
    }

    private static StorageCheck check(Finding finding) {
        CheckResult result = switch (finding.result()) {
            case OK -> CheckResult.OK;
            case WARN -> CheckResult.WARN;
            case FAIL -> CheckResult.FAIL;
        };
        return new StorageCheck(finding.check(), result, finding.found(), finding.remedy());
    }

    /** What the storage can do: as found at a location; empty: as this type usually can. */
    StorageAbilities abilities(String location, Capabilities can) {
        return new StorageAbilities(
                config.zone(),
                Words.of(config.storage().type()),
                config.storage().root(),
                location,
                can.abilities().stream().map(Words::of).toList(),
                can.names().nameBytesMax(),
                can.names().pathBytesMax(),
                can.names().illegal(),
                can.mtimeStepNanos(),
                can.stepsAtOnce());
    }
}
