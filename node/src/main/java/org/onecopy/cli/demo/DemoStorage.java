package org.onecopy.cli.demo;

import java.util.List;
import java.util.Map;
import org.onecopy.cli.NetworkFile.StoragePlace;
import org.onecopy.cli.demo.readers.TreeReader;

/** What a zone of the demonstration has as its storage. */
sealed interface DemoStorage permits LocalZone, HdfsZone, S3Zone {
    /** {@code local}, {@code hdfs}, {@code s3}. */
    String type();

    /** The rule's location in it. */
    String location();

    /** The lines below {@code storage:} in the configuration of the zone's node, each indented by two spaces and ended. */
    String configuration();

    /**
     * How an outside reader reaches the location.
     *
     * @param pids of all that runs, by name
     */
    StoragePlace place(Map<String, Long> pids);

    /** An outside reader of the location. */
    TreeReader reader();

    /** What must run for it. */
    List<Kept> servers();

    /** A command that shows a file of the tree, for somebody who has installed nothing of the storage. */
    String look(String file);

    /** A command that makes a file of the tree. */
    String write(String file, String text);
}
