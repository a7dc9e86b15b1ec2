package org.onecopy.installers.provisioning;

import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/**
 * One machine of a run: its connection, what was seen there, and what became of it. One thread at a time. A step that fails leaves a
 * code and ends the machine's part; the others go on.
 */
final class HostRun implements AutoCloseable {
    private static final Duration QUICK = Duration.ofSeconds(60);

    private final HostSpec spec;
    private final ProvisionPlan plan;
    private final SshLogin login;
    private final ProvisionListener listener;
    private final Transcript transcript;
    private final long begun = System.nanoTime();
    private final List<Finding> findings = new ArrayList<>();

    private @Nullable SshHost host;
    private @Nullable Facts facts;
    private @Nullable PackageFile wanted;
    private @Nullable String hostKey;
    private @Nullable String version;
    private HostReport.State state = HostReport.State.READY;
    private @Nullable ProvisionException failure;
    private double seconds;

    HostRun(HostSpec spec, ProvisionPlan plan, SshLogin login, Redaction redaction, ProvisionListener listener) {
        this.spec = spec;
        this.plan = plan;
        this.login = login;
        this.listener = listener;
        this.transcript = new Transcript(plan.transcripts(), spec.name(), redaction, Clock.systemUTC());
    }

    HostSpec spec() {
        return spec;
    }

    boolean isGood() {
        return state == HostReport.State.READY || state == HostReport.State.DONE || state == HostReport.State.UNCHANGED;
    }

    SshHost host() {
        return Objects.requireNonNull(host, "connected");
    }

    Facts facts() {
        return Objects.requireNonNull(facts, "looked at");
    }

    PackageFile wanted() {
        return Objects.requireNonNull(wanted, "chosen");
    }

    Upload upload() {
        return new Upload(facts().get("home", "/"));
    }

    /** Names what comes next. */
    void step(String name) {
        transcript.note("== " + name);
        listener.began(spec.name(), name);
    }

    /** Connects, becomes root, and looks at the machine. What stands against it is found, not thrown. */
    void look(Preflight preflight, List<PackageFile> packages) {
        step("look");
        attempt(HostReport.State.REFUSED, () -> {
            connect();
            boolean root = true;
            try {
                host().becomeRoot(plan.credentials().forSudo(), QUICK);
            } catch (ProvisionException e) {
                root = false;
                findings.add(Finding.of(e));
                failure = e;
            }
            Facts seen = preflight.look(host(), spec, root);
            facts = seen;
            Facts.Installed installed = seen.installed();
            version = installed == null ? null : installed.version();
            if (!packages.isEmpty() && seen.isWhole()) {
                try {
                    wanted = PackageFile.choose(packages, seen);
                } catch (ProvisionException e) {
                    findings.add(Finding.of(e));
                }
            }
            findings.addAll(preflight.judge(spec, seen, wanted));
            return true;
        });
        settle();
    }

    /** Looks which of the others the machine reaches. */
    void reach(Preflight preflight, Set<HostSpec> others) {
        if (isGood()) {
            attempt(HostReport.State.REFUSED, () -> findings.addAll(preflight.reach(host(), spec, others)));
            settle();
        }
    }

    /** A finding that stops makes the machine one that is left alone. */
    private void settle() {
        for (Finding finding : findings) {
            if (finding.stops() && isGood()) {
                refuse(new ProvisionException(codeOf(finding), finding.message()));
            }
        }
    }

    private static ProvisionCode codeOf(Finding finding) {
        return org.onecopy.model.Words.parse(ProvisionCode.class, finding.code());
    }

    /** A machine that cannot be looked at is refused at once. */
    void connect() {
        SshHost fresh = login.connect(plan.ssh().target(spec), transcript);
        SshHost old = host;
        host = fresh;
        hostKey = KnownHosts.fingerprint(fresh.key());
        if (old != null) {
            old.close();
            fresh.becomeRoot(plan.credentials().forSudo(), QUICK);
        }
    }

    void refuse(ProvisionException e) {
        end(HostReport.State.REFUSED, e);
    }

    /** Ends the machine's part. */
    void end(HostReport.State how, @Nullable ProvisionException why) {
        state = how;
        failure = why;
        seconds = (System.nanoTime() - begun) / 1e9;
        transcript.note(
                "== " + how.word() + (why == null ? "" : ": " + why.code().code() + ": " + why.said()));
    }

    /** What ended it. */
    ProvisionException failure() {
        return Objects.requireNonNull(failure, "it failed");
    }

    void found(@Nullable String installedVersion) {
        version = installedVersion;
    }

    /**
     * Does something; what it throws ends the machine's part.
     *
     * @return whether it went well
     */
    boolean attempt(HostReport.State otherwise, Callable<Boolean> work) {
        try {
            work.call();
            return true;
        } catch (ProvisionException e) {
            end(otherwise, e);
        } catch (UncheckedIOException e) {
            end(otherwise, new ProvisionException(ProvisionCode.INTERNAL, String.valueOf(e.getMessage()), e));
        } catch (Exception e) {
            transcript.note(trace(e));
            end(otherwise, new ProvisionException(ProvisionCode.INTERNAL, "a fault of Onecopy: " + e, e));
        }
        return false;
    }

    private static String trace(Exception e) {
        java.io.StringWriter text = new java.io.StringWriter();
        e.printStackTrace(new java.io.PrintWriter(text));
        return text.toString();
    }

    void note(String text) {
        transcript.note(text);
    }

    void progress(long sent, long total) {
        listener.uploaded(spec.name(), sent, total);
    }

    HostReport report() {
        ProvisionException why = failure;
        return new HostReport(
                spec.name(),
                spec.zone().value(),
                spec.node().value(),
                state,
                why == null ? null : why.code().code(),
                why == null ? null : why.said(),
                why == null ? null : why.code().remedy(),
                hostKey,
                version,
                findings,
                seconds > 0 ? seconds : (System.nanoTime() - begun) / 1e9,
                transcript.file().toString());
    }

    @Override
    public void close() {
        if (host != null) {
            host.close();
        }
        transcript.close();
    }
}
