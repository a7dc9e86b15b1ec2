package org.onecopy.app;

import org.onecopy.app.config.NodeConfig;

/** Makes a node out of its configuration. */
@FunctionalInterface
public interface NodeRunner {
    /**
     * Starts a node. Returns as soon as its admin API answers, which may be before the node is ready.
     *
     * @throws org.onecopy.problem.ProblemException where it cannot start; nothing is left running then
     */
    RunningNode start(NodeConfig config);

    /** A node that runs. */
    @FunctionalInterface
    interface RunningNode extends AutoCloseable {
        /** Stops it in order and waits for that. Called once, by the process's shutdown. */
        @Override
        void close();
    }
}
