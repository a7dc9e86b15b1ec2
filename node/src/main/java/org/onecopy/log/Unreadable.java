package org.onecopy.log;

import com.google.protobuf.InvalidProtocolBufferException;
import org.onecopy.model.ProblemCode;
import org.onecopy.problem.ProblemException;

/** The problems of stored bytes that this release cannot read: whoever applies them must stop the node. */
final class Unreadable {
    private Unreadable() {}

    static ProblemException damaged(String what, InvalidProtocolBufferException cause) {
        return new ProblemException(
                ProblemCode.INTERNAL,
                what + " is damaged: " + cause.getMessage() + "; restore this node from another one",
                cause);
    }

    static ProblemException unknown(String what) {
        return new ProblemException(
                ProblemCode.INTERNAL,
                what + " is unknown to this release; run the release that the other nodes run, or a newer one");
    }
}
