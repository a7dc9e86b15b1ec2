package org.onecopy.installers.provisioning;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.onecopy.model.api.NodeState;
import org.onecopy.model.api.NodeView;
import org.onecopy.model.api.TicketView;

/**
 * Brings the node of one machine there, step by step, and takes back what it did where a step fails: the package, the configuration,
 * the state, the ticket, and the node's place in the network. What was there before it began stays.
 */
final class NodeSteps {
    private static final int UPLOADS_MAX = 4;
    private static final Duration LOOK_EVERY = Duration.ofMillis(500);
    private static final int LIFE_EVERY = 6;

    private final HostRun run;
    private final ProvisionPlan plan;

    private boolean uploaded;
    private boolean installed;
    private boolean configured;
    private boolean keepsRunning;
    private @Nullable TicketView ticket;

    NodeSteps(HostRun run, ProvisionPlan plan) {
        this.run = run;
        this.plan = plan;
    }

    /**
     * All of it.
     *
     * @param makesNetwork whether this node makes the network
     * @param network waits for the network; called once the program is there
     * @param made told once this node has made the network and it answers
     */
    void install(boolean makesNetwork, Supplier<Network> network, Runnable made) {
        boolean went = run.attempt(HostReport.State.FAILED, () -> {
            refuseOthers();
            boolean changed = program(false);
            boolean joins = run.facts().get("network") == null;
            Network known = makesNetwork ? null : network.get();
            if (joins) {
                configure(makesNetwork, known);
                changed = true;
            }
            Installation installation = new Installation(run.host());
            if (!installation.lives()) {
                run.step("start");
                installation.start();
                changed = true;
            }
            run.step("wait until it has caught up");
            if (makesNetwork) {
                awaitReady(new FirstNode(run.host(), new Redaction(java.util.List.of())), true);
                made.run();
            } else {
                awaitReady(java.util.Objects.requireNonNull(known), joins);
            }
            verify(run.wanted().version());
            clear();
            run.end(changed ? HostReport.State.DONE : HostReport.State.UNCHANGED, null);
            return true;
        });
        if (!went) {
            takeBack(network);
        }
    }

    /** Another version, and the node goes on. */
    void upgrade(@Nullable Network network) {
        run.attempt(HostReport.State.FAILED, () -> {
            if (run.facts().installed() == null) {
                throw new ProvisionException(ProvisionCode.VERSION_ABSENT, "no package of Onecopy is installed there");
            }
            if (!program(true)) {
                clear();
                run.end(HostReport.State.UNCHANGED, null);
                return true;
            }
            if (run.facts().get("network") != null) {
                Installation installation = new Installation(run.host());
                run.step("start");
                installation.start();
                run.step("wait until it has caught up");
                // The others may still see the node as it was before it stopped: first it has to listen again.
                awaitListening(installation);
                if (network != null) {
                    awaitReady(network, false);
                }
            }
            verify(run.wanted().version());
            clear();
            run.end(HostReport.State.DONE, null);
            return true;
        });
    }

    /** The program goes; with a purge the node goes for good. */
    void uninstall(@Nullable Network network) {
        run.attempt(HostReport.State.FAILED, () -> {
            Facts facts = run.facts();
            Facts.Installed there = facts.installed();
            boolean traces = there != null || (plan.purge() && facts.get("node") != null);
            if (!traces) {
                run.end(HostReport.State.UNCHANGED, null);
                return true;
            }
            String node = facts.get("node");
            if (plan.purge() && network != null && node != null) {
                run.step("take the node out of the network");
                org.onecopy.model.NodeId id = new org.onecopy.model.NodeId(node);
                if (network.node(id).isPresent()) {
                    network.remove(id);
                }
            }
            run.step(plan.purge() ? "purge" : "remove");
            Installation installation = new Installation(run.host());
            installation.stop();
            if (!installation.remove(there == null ? "none" : there.kind(), plan.purge(), "")) {
                throw new ProvisionException(
                        ProvisionCode.INSTALL_FAILED, "the program was not removed: see the transcript");
            }
            run.found(null);
            run.end(HostReport.State.DONE, null);
            return true;
        });
    }

    private void refuseOthers() {
        Facts facts = run.facts();
        String node = facts.get("node");
        if (node != null && !node.equals(run.spec().node().value())) {
            throw refuse(
                    ProvisionCode.NODE_PRESENT,
                    "node " + node + " of zone " + facts.get("zone", "?") + " is set up there");
        }
        Facts.Installed there = facts.installed();
        if (there != null
                && !there.isBroken()
                && !there.version().equals(run.wanted().version())) {
            throw refuse(
                    ProvisionCode.VERSION_PRESENT,
                    "version " + there.version() + " is installed there, and the package is "
                            + run.wanted().version());
        }
    }

    private static ProvisionException refuse(ProvisionCode code, String message) {
        return new ProvisionException(code, message);
    }

    /** Uploads and installs. @return whether that was needed */
    private boolean program(boolean replaces) {
        Facts.Installed there = run.facts().installed();
        PackageFile wanted = run.wanted();
        if (there != null && there.version().equals(wanted.version())) {
            return false;
        }
        run.step("upload " + wanted.name());
        uploaded = true;
        upload(wanted);
        run.step("install");
        Installation installation = new Installation(run.host());
        if (replaces && !run.facts().hasSystemd()) {
            installation.stop();
        }
        installed = there == null;
        installation.install(wanted, run.upload().place(wanted));
        return true;
    }

    /** A connection that is lost is made again, and the upload goes on where it stood. */
    private void upload(PackageFile wanted) {
        for (int turn = 1; ; turn++) {
            try {
                run.upload().put(run.host(), wanted, sent -> run.progress(sent, wanted.size()));
                return;
            } catch (ProvisionException e) {
                if (e.code() != ProvisionCode.CONNECTION_LOST || turn == UPLOADS_MAX) {
                    throw e;
                }
                run.note("upload: " + e.said() + "; once more");
                connectAgain(e);
            }
        }
    }

    /** Where nobody answers any more, the connection that was lost is what the report names. */
    private void connectAgain(ProvisionException lost) {
        try {
            run.connect();
        } catch (ProvisionException e) {
            throw e.code() == ProvisionCode.SSH_UNREACHABLE
                    ? new ProvisionException(lost.code(), lost.said() + "; then " + e.said(), e)
                    : e;
        }
    }

    private void configure(boolean makesNetwork, @Nullable Network network) {
        run.step(makesNetwork ? "make the network" : "set up and join");
        configured = true;
        if (network != null) {
            ticket = network.ticket(run.spec());
        }
        String answers = Answers.text(run.spec(), ticket == null ? null : ticket.ticket());
        String place = run.upload().putSecret(run.host(), "answers", answers);
        uploaded = true;
        new Installation(run.host()).setUp(place);
    }

    /** @param fresh whether the node has just come into the network */
    private void awaitReady(Network network, boolean fresh) {
        Installation installation = new Installation(run.host());
        long end = System.nanoTime() + plan.patience().toNanos();
        for (int turn = 1; ; turn++) {
            Optional<NodeView> node = seen(network);
            if (node.isPresent() && node.get().state() == NodeState.RUNNING) {
                return;
            }
            if (turn % LIFE_EVERY == 0 && !installation.lives()) {
                throw new ProvisionException(
                        ProvisionCode.START_FAILED, "the node has ended: " + installation.lastWords());
            }
            if (System.nanoTime() - end >= 0) {
                keepsRunning = true;
                throw new ProvisionException(
                        node.isPresent() ? ProvisionCode.NOT_READY : ProvisionCode.NOT_INDUCTED,
                        "after " + plan.patience().toSeconds() + " s node "
                                + run.spec().node()
                                + (node.isPresent()
                                        ? " is " + node.get().state().word()
                                        : fresh ? " is not known to the network yet" : " is not a node of that network")
                                + "; its last words: " + installation.lastWords());
            }
            LockSupport.parkNanos(LOOK_EVERY.toNanos());
        }
    }

    /** A network whose first node is just starting does not answer yet. */
    private Optional<NodeView> seen(Network network) {
        try {
            return network.node(run.spec().node());
        } catch (ProvisionException e) {
            run.note("not yet: " + e.said());
            return Optional.empty();
        }
    }

    private void awaitListening(Installation installation) {
        long end = System.nanoTime() + plan.patience().toNanos();
        while (true) {
            Facts now = new Preflight(java.util.List.of(), java.util.List.of()).look(run.host(), run.spec(), true);
            if (now.taken(run.spec().answers().ports(), run.spec().answers().bind())
                            .size()
                    == 3) {
                return;
            }
            if (!installation.lives()) {
                throw new ProvisionException(
                        ProvisionCode.START_FAILED, "the node has ended: " + installation.lastWords());
            }
            if (System.nanoTime() - end >= 0) {
                throw new ProvisionException(
                        ProvisionCode.NOT_READY,
                        "the node does not listen after " + plan.patience().toSeconds() + " s: "
                                + installation.lastWords());
            }
            LockSupport.parkNanos(LOOK_EVERY.toNanos());
        }
    }

    /** The machine itself says once more what is there now. */
    private void verify(String version) {
        run.step("verify");
        Facts now = new Preflight(java.util.List.of(), java.util.List.of()).look(run.host(), run.spec(), true);
        Facts.Installed there = now.installed();
        if (there == null || !there.version().equals(version)) {
            throw new ProvisionException(
                    ProvisionCode.INSTALL_FAILED,
                    "the machine says that " + (there == null ? "nothing" : there.version()) + " is installed");
        }
        run.found(there.version());
    }

    private void clear() {
        if (uploaded) {
            run.upload().clear(run.host());
        }
    }

    private void takeBack(Supplier<Network> network) {
        ProvisionException why = run.failure();
        if (!uploaded && !installed && !configured) {
            run.end(HostReport.State.REFUSED, why);
            return;
        }
        if (keepsRunning) {
            run.end(HostReport.State.FAILED, why);
            return;
        }
        run.step("take back");
        try {
            if (why.code() == ProvisionCode.CONNECTION_LOST) {
                run.connect();
            }
            if (configured && ticket != null) {
                leave(network.get(), ticket);
            }
            takeBackProgram();
            // What came of a package is kept where the connection is to blame: the next run goes on with it.
            if (why.code() != ProvisionCode.CONNECTION_LOST || installed) {
                clear();
            }
            run.end(HostReport.State.UNDONE, why);
        } catch (ProvisionException e) {
            boolean untouched = !installed && !configured;
            run.end(
                    untouched ? HostReport.State.REFUSED : HostReport.State.FAILED,
                    untouched
                            ? why
                            : new ProvisionException(
                                    ProvisionCode.ROLLBACK_FAILED,
                                    why.code().code() + ": " + why.said() + "; then "
                                            + e.code().code() + ": " + e.said(),
                                    e));
        }
    }

    private void leave(Network network, TicketView unused) {
        if (network.node(run.spec().node()).isPresent()) {
            network.remove(run.spec().node());
            run.note("node " + run.spec().node() + " was taken out of the network; that name is never used again");
        } else {
            try {
                network.revoke(unused);
            } catch (ProvisionException e) {
                run.note("the ticket was not revoked: " + e.said());
            }
        }
    }

    private void takeBackProgram() {
        if (!installed && !configured) {
            return;
        }
        Installation installation = new Installation(run.host());
        installation.stop();
        String directory = run.spec().answers().directory();
        String ours = directory == null || run.facts().get("storage") != null ? "" : directory;
        boolean fresh = run.facts().get("node") == null && run.facts().get("network") == null;
        String kind = installed ? run.wanted().kind() : "configuration";
        if (!installation.remove(kind, fresh, ours)) {
            throw new ProvisionException(ProvisionCode.ROLLBACK_FAILED, "not all could be removed: see the transcript");
        }
        if (installed) {
            run.found(null);
        }
    }
}
