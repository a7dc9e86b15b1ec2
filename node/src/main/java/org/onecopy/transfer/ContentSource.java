package org.onecopy.transfer;

import java.util.List;
import org.onecopy.model.Digest;
import org.onecopy.storage.ContentReader;

/** Finds contents in this node's zone for other nodes. Called from many threads; blocks. */
public interface ContentSource {
    Found find(ContentKey key);

    /** What was found. */
    sealed interface Found {
        /**
         * The content lies here.
         *
         * @param chunks the digests of its chunks of 4 MiB in order; one for a content of at most one chunk
         * @param expected the fingerprint that the object must have before and after reading, else it is superseded
         */
        record Available(
                ContentReader reader, long length, List<Digest> chunks, org.onecopy.storage.Fingerprint expected)
                implements Found {
            public Available {
                chunks = List.copyOf(chunks);
            }
        }

        /** It lay here, and has been changed or removed by a user since (H11). */
        record Superseded() implements Found {}

        /** This zone never had it, or has it no longer. */
        record Unknown() implements Found {}

        /** This zone cannot say now: it has not compared its storage yet, or the content is on its way here. */
        record Unsettled() implements Found {}
    }
}
