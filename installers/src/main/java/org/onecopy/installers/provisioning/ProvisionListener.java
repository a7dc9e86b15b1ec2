package org.onecopy.installers.provisioning;

import java.util.List;

/** Is told how a run goes, by many threads at once; what it does must not block for long. */
public interface ProvisionListener {
    /** A machine begins with a step, named in few words. */
    void began(String host, String step);

    /** So many bytes of the package are on a machine. */
    void uploaded(String host, long sent, long total);

    /**
     * All machines were looked at, and nothing is changed so far. The one method that may block: for a person's answer.
     *
     * @param reports of all machines, in the order of the inventory
     * @return whether to go on with those that are ready
     */
    boolean checked(List<HostReport> reports);
}
