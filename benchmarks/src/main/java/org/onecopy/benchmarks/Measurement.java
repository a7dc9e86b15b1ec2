package org.onecopy.benchmarks;

import java.io.IOException;

/** One thing that is measured. */
interface Measurement {
    /** Measures, as often as it was told to. Blocks for as long as that takes; cleans up after itself. */
    Outcome run() throws IOException;
}
