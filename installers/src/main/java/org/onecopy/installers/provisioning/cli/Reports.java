package org.onecopy.installers.provisioning.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.onecopy.installers.provisioning.Finding;
import org.onecopy.installers.provisioning.HostReport;
import org.onecopy.model.ApiJson;

/** Reports as text, JSON and YAML. */
final class Reports {
    private static final YAMLMapper YAML = YAMLMapper.builder()
            .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
            .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
            .build();

    private Reports() {}

    /** How answers are printed. */
    enum Format {
        TABLE,
        JSON,
        YAML
    }

    static String render(List<HostReport> reports, Format format) {
        try {
            return switch (format) {
                case TABLE -> table(reports);
                case JSON -> ApiJson.strict().writerWithDefaultPrettyPrinter().writeValueAsString(reports) + "\n";
                case YAML -> YAML.writeValueAsString(ApiJson.strict().valueToTree(reports));
            };
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a report that JSON cannot hold", e);
        }
    }

    /** A line for each machine, then what there is to say, each with what to do. */
    static String table(List<HostReport> reports) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("HOST", "ZONE", "NODE", "STATE", "VERSION", "SECONDS", "HOST KEY"));
        for (HostReport report : reports) {
            rows.add(List.of(
                    report.host(),
                    cell(report.zone()),
                    cell(report.node()),
                    report.state().word(),
                    cell(report.version()),
                    String.format(Locale.ROOT, "%.1f", report.seconds()),
                    cell(report.hostKey())));
        }
        StringBuilder text = new StringBuilder();
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder();
            for (int i = 0; i < row.size(); i++) {
                int column = i;
                int width = rows.stream()
                        .mapToInt(other -> other.get(column).length())
                        .max()
                        .orElse(0);
                line.append(row.get(i)).append(" ".repeat(width - row.get(i).length() + 2));
            }
            text.append(line.toString().stripTrailing()).append('\n');
        }
        reports.forEach(report -> details(report, text));
        return text.toString();
    }

    private static void details(HostReport report, StringBuilder text) {
        boolean told = false;
        for (Finding finding : report.findings()) {
            told |= finding.code().equals(report.code());
            line(
                    text,
                    report.host(),
                    (finding.stops() ? "" : "note: ") + finding.code(),
                    finding.message(),
                    finding.remedy());
        }
        if (report.code() != null && !told) {
            line(text, report.host(), report.code(), cell(report.message()), cell(report.remedy()));
        }
        if (!report.isGood() && report.transcript() != null) {
            text.append("  transcript: ").append(report.transcript()).append('\n');
        }
    }

    private static void line(StringBuilder text, String host, String code, String message, String remedy) {
        text.append(host)
                .append(": ")
                .append(code)
                .append(": ")
                .append(message.replace("\n", "\n    "))
                .append("\n  ")
                .append(remedy)
                .append('\n');
    }

    private static String cell(@Nullable String text) {
        return text == null || text.isEmpty() ? "-" : text;
    }
}
