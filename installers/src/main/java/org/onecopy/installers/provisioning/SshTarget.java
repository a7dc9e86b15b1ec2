package org.onecopy.installers.provisioning;

import java.nio.file.Path;
import java.util.List;

/**
 * Where to log in, everything looked up.
 *
 * @param keys files with private keys that are tried, in order; may be empty
 * @param jumps machines on the way, the one that is connected to first in front
 */
public record SshTarget(String user, String host, int port, List<Path> keys, List<SshTarget> jumps) {
    public SshTarget {
        keys = List.copyOf(keys);
        jumps = List.copyOf(jumps);
    }

    /** Host and port. */
    public String place() {
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }
}
