package org.onecopy.console.provision;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.onecopy.installers.provisioning.Finding;
import org.onecopy.installers.provisioning.HostReport;

/**
 * One machine of a run, as it is seen.
 *
 * @param step what is done there now; empty before and afterwards
 * @param part of the package that is there, from 0 to 1
 * @param report null before it is known
 */
public record Machine(
        String host, String step, double part, @Nullable HostReport report) {
    private static final Pattern FINGERPRINT = Pattern.compile("SHA256:[A-Za-z0-9+/=]+");

    /** How it stands, in a word. */
    public String state() {
        return report == null
                ? step.isEmpty() ? "waits" : "under way"
                : report.state().word();
    }

    /** What is to be read of it: why it was left alone, else what was noticed, else what is done. */
    public String words() {
        if (report == null) {
            return step + (part > 0 && part < 1 ? " " + Math.round(part * 100) + " %" : "");
        }
        String stopped = report.message() == null ? "" : report.message();
        String noticed = report.findings().stream().map(Finding::message).collect(Collectors.joining("; "));
        return Stream.of(stopped, noticed).filter(text -> !text.isEmpty()).collect(Collectors.joining("; "));
    }

    /** What to do about it; empty where there is nothing. */
    public String remedy() {
        HostReport known = report;
        return known == null
                ? ""
                : Stream.concat(
                                Stream.ofNullable(known.remedy()),
                                known.findings().stream().map(Finding::remedy))
                        .filter(text -> !text.isEmpty())
                        .distinct()
                        .collect(Collectors.joining("; "));
    }

    /** The key that the machine showed and that nobody has said to be its own yet, as {@code SHA256:…}. */
    public Optional<String> unknownKey() {
        HostReport known = report;
        if (known == null || !"host-key-unknown".equals(known.code())) {
            return Optional.empty();
        }
        return Stream.of(known.hostKey(), known.message())
                .flatMap(Stream::ofNullable)
                .map(FINGERPRINT::matcher)
                .filter(Matcher::find)
                .map(Matcher::group)
                .findFirst();
    }

    /** Whether nothing stands against it, or it is as wanted. */
    public boolean isGood() {
        return report != null && report.isGood();
    }

    static List<Machine> of(List<HostReport> reports) {
        return reports.stream()
                .map(report -> new Machine(report.host(), "", 1, report))
                .toList();
    }
}
