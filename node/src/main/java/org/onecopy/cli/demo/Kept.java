package org.onecopy.cli.demo;

import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A process that the {@link Supervisor} keeps up.
 *
 * @param name short, and no other's: {@code lyon-1}, {@code kyoto-s3}
 * @param title in messages: "node lyon-1"
 * @param isNode whether it is a node; else it is a storage's server, which stops after the nodes
 * @param log where its output goes
 * @param preparation once, before its first start; null for none
 * @param starter starts it
 */
record Kept(
        String name,
        String title,
        boolean isNode,
        Path log,
        @Nullable Preparation preparation,
        Starter starter) {
    /** Starts a process. */
    interface Starter {
        Process start() throws IOException;
    }

    /** What takes a while and must be done before. */
    interface Preparation {
        void run() throws IOException, InterruptedException;
    }
}
