package org.onecopy.cli.demo;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.onecopy.cli.NetworkFile.StoragePlace;
import org.onecopy.cli.demo.readers.LocalReader;
import org.onecopy.cli.demo.readers.TreeReader;

/** A zone that is a directory. */
record LocalZone(Path root) implements DemoStorage {
    @Override
    public String type() {
        return "local";
    }

    @Override
    public String location() {
        return root.toString();
    }

    @Override
    public String configuration() {
        return "  type: local\n  root: /\n  workArea: work\n";
    }

    @Override
    public StoragePlace place(Map<String, Long> pids) {
        return new StoragePlace.Local(root.toString());
    }

    @Override
    public TreeReader reader() {
        return new LocalReader(root);
    }

    @Override
    public List<Kept> servers() {
        return List.of();
    }

    @Override
    public String look(String file) {
        return "cat " + Shell.quoted(root.resolve(file).toString());
    }

    @Override
    public String write(String file, String text) {
        return "echo " + text + " > " + Shell.quoted(root.resolve(file).toString());
    }
}
