package org.onecopy.cli;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.onecopy.model.ZoneName;
import org.onecopy.model.api.FileView;
import org.onecopy.model.api.Filter;
import org.onecopy.model.api.Listing;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code onecopy zones files ZONE PATH}. */
@Command(
        name = "files",
        description =
                "List a directory of a zone's storage, whether a rule is over it or not: to find the path that a rule is to have.")
final class ZoneFilesCommand extends AskCommand {
    @Parameters(paramLabel = "ZONE", index = "0", description = "The zone")
    private String zone = "";

    @Parameters(
            paramLabel = "PATH",
            index = "1",
            arity = "0..1",
            defaultValue = "/",
            description = "The directory, below the storage's root (default: the root)")
    private String path = "/";

    @Option(names = "--after", paramLabel = "NAME", description = "Only names behind this one")
    private @Nullable String after;

    @Option(
            names = "--limit",
            paramLabel = "N",
            defaultValue = "1000",
            description = "At most this many (default: 1000)")
    private int limit = Filter.LIMIT_DEFAULT;

    ZoneFilesCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    public Integer call() {
        Listing<FileView> files =
                connection.askIn(new ZoneName(zone), client -> client.files().list(path, after, limit));
        output.print(files.items(), () -> table(files.items()), "nothing lies there");
        if (after == null) {
            noteCut(files.items().size(), files.total());
        }
        return ExitCode.OK;
    }

    private static String table(List<FileView> files) {
        Table table = Table.of("NAME", "KIND", ">LENGTH", "MODIFIED");
        files.forEach(file -> table.row(
                file.name(), file.kind(), file.kind().equals("file") ? file.length() : null, file.modified()));
        return table.render();
    }
}
