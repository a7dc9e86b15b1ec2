package org.onecopy.app;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Objects;
import java.util.function.Consumer;
import org.onecopy.app.config.NodeConfig;
import org.onecopy.app.config.StorageConfig;
import org.onecopy.cli.NetworkCommand;
import org.onecopy.problem.ProblemException;

/**
 * Sets a node up from answers, without asking anybody: its configuration, what its service may write, its place in a network, its
 * start. Safe to run again: what is there already stays as it is, and what is missing is done. A step that fails leaves those before
 * it done.
 */
final class NodeSetup {
    /**
     * Where things belong.
     *
     * @param etc the node's configuration
     * @param state the node's data directory
     * @param unit directory with what this machine adds to the service's unit
     */
    record Places(Path etc, Path state, Path unit) {
        static final Places OF_THIS_MACHINE = new Places(
                Path.of("/etc/onecopy"), Path.of("/var/lib/onecopy"), Path.of("/etc/systemd/system/onecopy.service.d"));

        Path config() {
            return etc.resolve("node.yaml");
        }

        Path tokens() {
            return etc.resolve("tokens");
        }
    }

    /** What only an administrator's process can do. */
    interface Machine {
        /** Makes the service's user the owner of a directory with all below it. */
        void give(Path directory);

        /** Lets the service's user read a file, and nobody else but its owner. */
        void show(Path file);

        /** Enables and starts the service, again where it runs. @return false where this machine runs no service manager */
        boolean start();
    }

    private final Places places;
    private final NetworkCommand.Local network;
    private final Machine machine;
    private final Consumer<String> steps;

    /** @param steps is told each step as it is done */
    NodeSetup(Places places, NetworkCommand.Local network, Machine machine, Consumer<String> steps) {
        this.places = places;
        this.network = network;
        this.machine = machine;
        this.steps = steps;
    }

    /**
     * Does it.
     *
     * @throws ProblemException {@code CONFIG_INVALID}: an answer is missing or wrong; and what creating and joining a network answer
     */
    void run(SetupAnswers answers) {
        boolean create = answers.says(SetupAnswers.CREATE, false);
        boolean start = answers.says(SetupAnswers.START, true);
        String ticket = answers.ticket();
        if (create && ticket != null) {
            throw SetupAnswers.wrong(SetupAnswers.CREATE + " and a ticket: a node makes a network or comes into one");
        }
        try {
            NodeConfig config = configure(answers);
            allow(config.storage());
            machine.give(Files.createDirectories(config.dataDir()));
            boolean inducted = belongs(create, ticket);
            machine.give(config.dataDir());
            machine.show(places.config());
            if (Files.exists(config.tokens())) {
                machine.show(config.tokens());
            }
            finish(inducted, start);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot set the node up", e);
        }
    }

    private NodeConfig configure(SetupAnswers answers) throws IOException {
        Path file = places.config();
        if (Files.exists(file)) {
            NodeConfig config = NodeConfig.read(file);
            steps.accept(
                    file + " is there already and stays as it is: node " + config.node() + " of zone " + config.zone());
            return config;
        }
        String whole = answers.get(SetupAnswers.CONFIG);
        String text = whole == null
                ? answers.configuration(places.tokens(), places.state())
                : Files.readString(Path.of(whole));
        NodeConfig config = NodeConfig.parse(file, text);
        // Before anything is written: a storage that cannot be is a wrong answer.
        makeDirectory(config.storage());
        Files.createDirectories(places.etc());
        String heap = answers.heap();
        if (heap != null) {
            write(
                    places.etc().resolve("setup.env"),
                    "# Written by onecopy node setup; onecopy.env wins.\nONECOPY_HEAP=" + heap + "\n");
        }
        write(file, text);
        steps.accept("wrote " + file + ": node " + config.node() + " of zone " + config.zone());
        return config;
    }

    private void makeDirectory(StorageConfig storage) {
        if (!(storage instanceof StorageConfig.Local local) || Files.exists(local.directory())) {
            return;
        }
        try {
            Files.createDirectories(local.directory());
        } catch (IOException e) {
            throw SetupAnswers.wrong(SetupAnswers.STORAGE + "=local:" + local.directory()
                    + ": that directory is not there, and cannot be made ("
                    + e.getClass().getSimpleName() + "): make it, or name another one");
        }
        steps.accept("made " + local.directory());
    }

    /** The service may write nothing but its own state, the usual places of data, and what stands here. */
    private void allow(StorageConfig storage) throws IOException {
        if (!(storage instanceof StorageConfig.Local local)) {
            return;
        }
        makeDirectory(storage);
        Files.createDirectories(places.unit());
        Path file = places.unit().resolve("storage.conf");
        String text = unit(local);
        if (!Files.exists(file) || !Files.readString(file).equals(text)) {
            write(file, text);
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
            steps.accept("wrote " + file + ": the service may write below " + local.directory());
        }
    }

    private static String unit(StorageConfig.Local local) {
        StringBuilder text =
                new StringBuilder("# Written by onecopy node setup: where the node's storage is.\n[Service]\n");
        Path root = local.directory();
        if (root.getNameCount() == 0) {
            text.append(
                    "# The whole machine is the storage: nothing but its programs and its boot files is kept from the node.\n");
            text.append("ProtectSystem=yes\nProtectHome=no\nPrivateTmp=no\n");
        } else {
            text.append("ReadWritePaths=").append(escaped(root)).append('\n');
            local.workArea()
                    .ifPresent(area ->
                            text.append("ReadWritePaths=").append(escaped(area)).append('\n'));
            if (root.startsWith("/home") || root.startsWith("/root") || root.startsWith("/run/user")) {
                text.append("ProtectHome=no\n");
            }
            if (root.startsWith("/tmp") || root.startsWith("/var/tmp")) {
                text.append("PrivateTmp=no\n");
            }
        }
        return text.toString();
    }

    private static String escaped(Path path) {
        String text =
                path.toString().replace("\\", "\\\\").replace("\"", "\\\"").replace("%", "%%");
        return "\"-" + text + "\"";
    }

    private boolean belongs(boolean create, @org.jspecify.annotations.Nullable String ticket) {
        NodeConfig config = NodeConfig.read(places.config());
        if (config.network().isKnown()) {
            steps.accept("it belongs to network " + config.network().id() + " already");
            return true;
        }
        if (create) {
            NetworkCommand.Created created = network.create(places.config());
            steps.accept("made network " + created.network() + "; the administrator's token is in " + created.token());
            return true;
        }
        if (ticket != null) {
            network.join(places.config(), Objects.requireNonNull(ticket), steps);
            return true;
        }
        return false;
    }

    private void finish(boolean inducted, boolean start) {
        if (!inducted) {
            steps.accept("it belongs to no network yet: onecopy network join TICKET --config " + places.config()
                    + " (or onecopy network create), then onecopy node setup again");
        } else if (!start) {
            steps.accept("start it with: systemctl enable --now onecopy");
        } else if (machine.start()) {
            steps.accept("the service onecopy is enabled and started");
        } else {
            steps.accept("this machine runs no systemd: start it with onecopy node run --config " + places.config());
        }
    }

    /** Whole or not at all, and never readable for others. */
    private static void write(Path file, String text) throws IOException {
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        Files.deleteIfExists(fresh);
        Files.createFile(fresh, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-r-----")));
        Files.writeString(fresh, text);
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
