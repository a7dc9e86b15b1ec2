package org.onecopy.installers.provisioning;

import java.time.Duration;

/** The program on a machine: put there, started, stopped, and taken away. Every step may be repeated. */
final class Installation {
    private static final Duration LONG = Duration.ofMinutes(10);
    private static final Duration QUICK = Duration.ofMinutes(2);

    private final SshHost host;

    Installation(SshHost host) {
        this.host = host;
    }

    /**
     * Installs a package, in the place of another version too.
     *
     * @param place where it lies on the machine
     * @throws ProvisionException {@code CHECKSUM_WRONG}, {@code PACKAGE_UNSAFE}, {@code DISK_FULL}, {@code INSTALL_FAILED}
     */
    void install(PackageFile file, String place) {
        String script = "package=" + Shell.quoted(place) + "\nsum=" + file.sum() + "\nversion="
                + Shell.quoted(file.version()) + "\nkind=" + file.kind() + "\n" + Shell.resource("install.sh");
        SshHost.Ran ran = host.asRoot("install " + file.name(), script, LONG);
        if (ran.ok()) {
            return;
        }
        throw new ProvisionException(
                why(ran.said()), file.name() + " was not installed (" + ran.code() + "): " + lastLines(ran.said()));
    }

    private static ProvisionCode why(String said) {
        if (said.contains("No space left")) {
            return ProvisionCode.DISK_FULL;
        }
        if (said.contains("digest differs")) {
            return ProvisionCode.CHECKSUM_WRONG;
        }
        return said.contains("the archive is not safe") ? ProvisionCode.PACKAGE_UNSAFE : ProvisionCode.INSTALL_FAILED;
    }

    /**
     * Sets the node up, and starts it where the machine has a service manager.
     *
     * @param answers file of answers on the machine
     * @throws ProvisionException {@code SETUP_FAILED}
     */
    void setUp(String answers) {
        SshHost.Ran ran = host.asRoot(
                "node setup",
                "onecopy node setup --answers " + Shell.quoted(answers) + "\ncode=$?\nrm -f -- " + Shell.quoted(answers)
                        + "\nexit $code",
                QUICK);
        if (!ran.ok()) {
            throw new ProvisionException(
                    ProvisionCode.SETUP_FAILED,
                    "onecopy node setup failed (" + ran.code() + "): " + lastLines(ran.said()));
        }
    }

    /** @throws ProvisionException {@code START_FAILED} */
    void start() {
        SshHost.Ran ran = host.asRoot("start", "action=start\n" + Shell.resource("service.sh"), QUICK);
        if (!ran.ok()) {
            throw new ProvisionException(
                    ProvisionCode.START_FAILED, "the node does not start: " + lastLines(ran.said()));
        }
    }

    /** Whether the node's process is there. */
    boolean lives() {
        return host.asRoot("alive", "action=alive\n" + Shell.resource("service.sh"), QUICK)
                .ok();
    }

    /** Stops the node, and waits until it has gone. */
    void stop() {
        host.asRoot("stop", "action=stop\n" + Shell.resource("service.sh"), QUICK);
    }

    /** The last that the node said. */
    String lastWords() {
        return lastLines(host.asRoot("last words", "action=log\n" + Shell.resource("service.sh"), QUICK)
                .said());
    }

    /**
     * Takes the program away.
     *
     * @param purge with configuration and state
     * @param storage a directory to remove where it is empty; empty text for none
     * @return whether nothing is left
     */
    boolean remove(String kind, boolean purge, String storage) {
        String script = "kind=" + kind + "\npurge=" + (purge ? "yes" : "") + "\nstorage=" + Shell.quoted(storage) + "\n"
                + Shell.resource("remove.sh");
        return host.asRoot(purge ? "purge" : "remove", script, LONG).ok();
    }

    private static String lastLines(String said) {
        var lines = said.strip().lines().toList();
        return String.join("\n", lines.subList(Math.max(0, lines.size() - 8), lines.size()));
    }
}
