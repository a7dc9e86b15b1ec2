package org.onecopy.console.checks;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.onecopy.model.NodeId;
import org.onecopy.model.api.CheckShareView;
import org.onecopy.model.api.CheckView;
import org.onecopy.model.api.DifferenceKind;
import org.onecopy.model.api.DifferenceView;
import org.onecopy.model.api.Filter;
import org.onecopy.model.api.Listing;

/** All differences in a file, with the columns of {@code onecopy check show --csv}. */
public final class FindingCsv {
    private FindingCsv() {}

    /** Asks for one page after the other. Blocks; ends early where its thread is interrupted. */
    public static long write(CheckView check, @Nullable DifferenceKind kind, Findings.Source source, Path file)
            throws IOException {
        long written = 0;
        try (BufferedWriter out = Files.newBufferedWriter(file)) {
            out.write("rule,check,zone,kind,path,what,since\n");
            for (CheckShareView share : check.zones()) {
                NodeId node = share.node();
                long skip = 0;
                boolean more = node != null && Findings.count(share, kind) > 0;
                while (more && node != null) {
                    Listing<DifferenceView> page = source.page(node, check, kind, skip, Filter.LIMIT_MAX);
                    for (DifferenceView each : page.items()) {
                        out.write(line(each));
                    }
                    skip += page.items().size();
                    written += page.items().size();
                    more = !page.items().isEmpty() && skip < page.total();
                }
            }
        }
        return written;
    }

    private static String line(DifferenceView each) {
        return each.rule() + "," + each.check() + "," + each.zone() + ","
                + each.kind().word() + "," + quoted(each.path()) + "," + quoted(each.message()) + "," + each.since()
                + "\n";
    }

    /** RFC 4180. */
    private static String quoted(String text) {
        return '"' + text.replace("\"", "\"\"") + '"';
    }
}
