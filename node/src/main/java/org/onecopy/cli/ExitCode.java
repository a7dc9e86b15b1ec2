package org.onecopy.cli;

import org.onecopy.model.ProblemCode;
import org.onecopy.model.Words;
import org.onecopy.model.api.Problem;

/** How a command ends. The numbers from 69 to 77 are those of {@code sysexits.h}. */
public final class ExitCode {
    /** Done, and all is well. */
    public static final int OK = 0;

    /** A problem was found, or the answer is no. */
    public static final int NEGATIVE = 1;

    /** The command or a file that it was given is wrong. */
    public static final int USAGE = 2;

    /** No node answers. */
    public static final int UNREACHABLE = 69;

    /** A fault of ours. */
    public static final int INTERNAL = 70;

    /** Not now: try again later. */
    public static final int LATER = 75;

    /** Not permitted. */
    public static final int FORBIDDEN = 77;

    /** This node is out of its network for good, or the network was recovered without it: no start will ever help. */
    public static final int RETIRED = 80;

    /** The table of the manual. */
    public static final String TABLE = """
            Exit codes:
              0   done, and all is well
              1   a problem was found, or the request was refused
              2   the command, or a file it was given, is wrong
              69  no node answers
              70  a fault of Onecopy
              75  not now: try again later
              77  not permitted
              80  this node is out of its network for good, or was left behind by a recovery
            """;

    private ExitCode() {}

    static int of(Problem problem) {
        for (ProblemCode code : ProblemCode.values()) {
            if (code.code().equals(problem.code())) {
                return of(code);
            }
        }
        // A code of a newer node.
        return problem.action().equals(Words.of(ProblemCode.Action.REJECTED)) ? NEGATIVE : LATER;
    }

    static int of(ProblemCode code) {
        return switch (code) {
            case UNAUTHENTICATED, FORBIDDEN -> FORBIDDEN;
            case CONFIG_INVALID, BAD_REQUEST -> USAGE;
            case ADDRESS_IN_USE -> UNREACHABLE;
            case INTERNAL -> INTERNAL;
            case NODE_RETIRED, NETWORK_RECOVERED -> RETIRED;
            default -> code.action() == ProblemCode.Action.REJECTED ? NEGATIVE : LATER;
        };
    }
}
