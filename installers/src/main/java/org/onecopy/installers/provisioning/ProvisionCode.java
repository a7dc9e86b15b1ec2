package org.onecopy.installers.provisioning;

import org.onecopy.model.Words;

/** Everything that can be wrong with a machine, as a stable code, and what to do about it. */
public enum ProvisionCode {
    // the inventory
    INVENTORY_INVALID("correct the inventory"),
    HOST_TWICE("a machine may stand in the inventory once: remove one of the entries"),
    PACKAGE_MISSING("make packages with ./onecopy package, or name one with --package"),
    // SSH
    SSH_UNREACHABLE("see whether the machine runs, its name and port are right, and nothing filters them"),
    SSH_DENIED("see the user, the key or the password, and what the machine's sshd allows"),
    KEY_UNREADABLE("name a private key in OpenSSH or PEM form, with the right passphrase"),
    HOST_KEY_UNKNOWN(
            "compare the fingerprint with the machine's own, then say --accept-new or list it with --fingerprints"),
    HOST_KEY_CHANGED(
            "somebody may sit between, or the machine was installed anew: find out, then remove its line from the file of known hosts"),
    CONNECTION_LOST("see the network between, then run it again: what was uploaded is kept and gone on with"),
    // rights
    SUDO_MISSING("install sudo there, or log in as root"),
    SUDO_PASSWORD_WRONG("give the right password of that user (--ask-sudo-password or --sudo-password-file)"),
    SUDO_PASSWORD_NEEDED("give the user's password (--ask-sudo-password or --sudo-password-file)"),
    SUDO_DENIED("let that user run commands by sudo, or log in as another one"),
    // the machine
    OS_UNSUPPORTED("use Linux with glibc 2.28 or newer"),
    ARCHITECTURE_UNSUPPORTED("use a package of that architecture"),
    DISK_FULL("free space there"),
    MEMORY_SHORT("give the machine more memory, or the node a smaller heap"),
    PORT_TAKEN("end what listens there, or give the node other ports"),
    CLOCK_SKEWED("set the clock (NTP): certificates and induction count by it"),
    NAME_UNKNOWN("let DNS or /etc/hosts of that machine know the name"),
    UNREACHABLE_BETWEEN("let the machines reach each other at these ports: firewalls, security groups, routes"),
    NO_SERVICE_MANAGER("the node is started once and not again with the machine: see to that yourself"),
    VERSION_PRESENT("use upgrade"),
    VERSION_ABSENT("use install"),
    NODE_PRESENT("another node is set up there: take it away first, or correct the inventory"),
    // steps
    UPLOAD_FAILED("see the transcript"),
    CHECKSUM_WRONG("see the machine's disk and memory, and run it again"),
    PACKAGE_UNSAFE("fetch the package anew, and compare its digest with SHA256SUMS"),
    INSTALL_FAILED("see the transcript for what the package manager said"),
    SETUP_FAILED("see the transcript for what onecopy node setup said"),
    START_FAILED("see the transcript for the node's last words"),
    NOT_INDUCTED("see the transcript, and the events of the network"),
    NOT_READY("it is left running: see the transcript, and onecopy nodes"),
    NETWORK_UNREACHABLE("see --network, and whether its nodes run"),
    NETWORK_REFUSED("see what the network's node said"),
    ROLLBACK_FAILED("take away what the transcript names by hand"),
    NOT_BEGUN("the network could not be made, so nobody could join it"),
    INTERNAL("please report it with the transcript");

    private final String remedy;

    ProvisionCode(String remedy) {
        this.remedy = remedy;
    }

    /** As it stands in reports and documentation: kebab-case. */
    public String code() {
        return Words.of(this);
    }

    /** What to do. */
    public String remedy() {
        return remedy;
    }
}
