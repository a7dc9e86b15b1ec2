package org.onecopy.installers.provisioning;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.onecopy.model.api.Addresses;
import org.onecopy.model.api.NodeState;
import org.onecopy.model.api.NodeView;

/**
 * Looks at machines, installs nodes there, upgrades them, and takes them away, over SSH and many at once. Every act looks at all machines
 * first and asks the listener before it changes anything. What fails on one machine ends that machine's part; the others go on. All
 * methods block until every machine has its report, and are safe to repeat: what is as wanted already stays.
 */
public final class Provisioning {
    private final ProvisionPlan plan;
    private final ProvisionListener listener;
    private final Redaction redaction;

    public Provisioning(ProvisionPlan plan, ProvisionListener listener) {
        this.plan = plan;
        this.listener = listener;
        this.redaction = plan.credentials().redaction();
    }

    /** What is done with all machines that are ready, after they were looked at. */
    private interface Act {
        void go(List<HostRun> ready, @Nullable Network network);
    }

    /**
     * Looks, and changes nothing.
     *
     * @return a report for each machine, in the order of the inventory; those that stand there twice at the end
     * @throws ProvisionException the whole run cannot begin: {@code PACKAGE_MISSING}, {@code NETWORK_UNREACHABLE}
     */
    public List<HostReport> check() {
        return act(true, (ready, network) -> {});
    }

    /**
     * Installs the package, sets the nodes up, starts them, and waits until they have come into the network and caught up.
     *
     * @throws ProvisionException as {@link #check}
     */
    public List<HostReport> install() {
        return act(true, this::installAll);
    }

    /**
     * Puts another version in the place of the one that is there, so many machines at a time as the plan says.
     *
     * @throws ProvisionException as {@link #check}
     */
    public List<HostReport> upgrade() {
        return act(true, (ready, network) -> each(ready, run -> new NodeSteps(run, plan).upgrade(network)));
    }

    /**
     * Takes the program away.
     *
     * @throws ProvisionException {@code NETWORK_UNREACHABLE}
     */
    public List<HostReport> uninstall() {
        return act(false, (ready, network) -> each(ready, run -> new NodeSteps(run, plan).uninstall(network)));
    }

    private List<HostReport> act(boolean installs, Act act) {
        List<PackageFile> packages = installs ? PackageFile.find(plan.packages()) : List.of();
        Network network = plan.network() == null ? null : AdminNetwork.read(plan.network());
        List<String> places = network == null || !installs ? List.of() : places(network.nodes());
        SshLogin login = new SshLogin(plan.credentials(), plan.known());
        List<HostRun> runs = new ArrayList<>();
        for (HostSpec spec : plan.inventory().hosts()) {
            runs.add(new HostRun(spec, plan, login, redaction, listener));
        }
        try {
            look(runs, new Preflight(installs ? plan.inventory().hosts() : List.of(), places), packages, installs);
            if (listener.checked(reports(runs))) {
                act.go(runs.stream().filter(HostRun::isGood).toList(), network);
            }
            return reports(runs);
        } finally {
            runs.forEach(HostRun::close);
        }
    }

    private void look(List<HostRun> runs, Preflight preflight, List<PackageFile> packages, boolean installs) {
        each(runs, run -> run.look(preflight, packages));
        if (installs) {
            Set<HostSpec> good = new HashSet<>();
            runs.stream().filter(HostRun::isGood).forEach(run -> good.add(run.spec()));
            each(runs, run -> run.reach(preflight, good));
        }
    }

    private static List<String> places(List<NodeView> nodes) {
        List<String> places = new ArrayList<>();
        for (NodeView node : nodes) {
            if (node.state() != NodeState.RUNNING) {
                continue; // whoever is down is reached by nobody
            }
            Addresses at = node.addresses();
            for (String address : List.of(at.agreement(), at.content(), at.admin())) {
                int colon = address.lastIndexOf(':');
                places.add(address.substring(0, colon).replaceAll("^\\[|]$", "") + "/" + address.substring(colon + 1));
            }
        }
        return places;
    }

    /** The first machine makes the network; the others upload and install meanwhile, and join once it answers. */
    private void installAll(List<HostRun> ready, @Nullable Network network) {
        CompletableFuture<Network> known = new CompletableFuture<>();
        HostRun first = null;
        if (network != null) {
            known.complete(network);
        } else if (!plan.create()) {
            known.completeExceptionally(new ProvisionException(
                    ProvisionCode.NETWORK_UNREACHABLE, "no network is named, and none is to be made"));
        } else {
            first = ready.stream()
                    .filter(run -> run.spec().equals(plan.inventory().hosts().getFirst()))
                    .findFirst()
                    .orElse(null);
            if (first == null) {
                known.completeExceptionally(notMade());
            }
        }
        HostRun maker = first;
        // Before the others, so that it never waits for a place among them.
        List<HostRun> order = new ArrayList<>(ready);
        if (maker != null && order.remove(maker)) {
            order.addFirst(maker);
        }
        Supplier<Network> awaited = () -> await(known);
        each(order, run -> {
            NodeSteps steps = new NodeSteps(run, plan);
            if (maker != run) {
                steps.install(false, awaited, () -> {});
                return;
            }
            steps.install(true, awaited, () -> known.complete(new FirstNode(run.host(), redaction)));
            known.completeExceptionally(notMade());
        });
    }

    private static ProvisionException notMade() {
        return new ProvisionException(ProvisionCode.NOT_BEGUN, "the first machine did not make the network");
    }

    private static Network await(CompletableFuture<Network> known) {
        try {
            return known.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof ProvisionException why) {
                throw new ProvisionException(why.code(), why.said(), why);
            }
            throw e;
        }
    }

    private void each(List<HostRun> runs, Consumer<HostRun> work) {
        Semaphore places = new Semaphore(plan.parallel(), true);
        List<Future<?>> begun = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (HostRun run : runs) {
                places.acquireUninterruptibly();
                begun.add(threads.submit(() -> {
                    try {
                        work.accept(run);
                    } finally {
                        places.release();
                    }
                }));
            }
        }
        for (Future<?> one : begun) {
            if (one.state() == Future.State.FAILED) {
                throw new IllegalStateException("a machine's part failed", one.exceptionNow());
            }
        }
    }

    /** Machines that stand in the inventory twice have their reports, too. */
    private List<HostReport> reports(List<HostRun> runs) {
        Map<String, HostReport> reports = new LinkedHashMap<>();
        runs.forEach(run -> reports.put(run.spec().name(), run.report()));
        plan.inventory()
                .twice()
                .forEach((name, how) -> reports.put(name, HostReport.refused(name, ProvisionCode.HOST_TWICE, how)));
        return List.copyOf(reports.values());
    }
}
