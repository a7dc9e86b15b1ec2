package org.onecopy.storage.hadoop;

import java.io.IOException;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.onecopy.core.Attributes;
import org.onecopy.core.Name;
import org.onecopy.core.Preserve;
import org.onecopy.model.ProblemCode;
import org.onecopy.problem.StorageException;
import org.onecopy.storage.Ability;
import org.onecopy.storage.Capabilities;
import org.onecopy.storage.ContentReader;
import org.onecopy.storage.Fingerprint;
import org.onecopy.storage.HintSink;
import org.onecopy.storage.ObjectIdentity;
import org.onecopy.storage.Place;
import org.onecopy.storage.Place.Area;
import org.onecopy.storage.StageWriter;
import org.onecopy.storage.Stat;
import org.onecopy.storage.Step;
import org.onecopy.storage.Tree;
import org.onecopy.storage.Watch;

/** A directory tree of a Hadoop file system. */
final class HadoopTree implements Tree {
    private final FileCalls calls;
    private final Layout layout;
    private final Capabilities capabilities;
    private final AttributeWriter attributeWriter;
    private final Publishing publishing;
    private final Arrivals arrivals = new Arrivals();
    private final java.nio.file.Path spool;

    /** @param spool a local directory in which parts wait for those that come before them */
    HadoopTree(FileCalls calls, Layout layout, Capabilities capabilities, java.nio.file.Path spool) {
        this.calls = calls;
        this.layout = layout;
        this.capabilities = capabilities;
        this.spool = spool;
        attributeWriter = new AttributeWriter(calls);
        publishing = new Publishing(calls, layout, attributeWriter, arrivals);
    }

    @Override
    public Capabilities capabilities() {
        return capabilities;
    }

    @Override
    public void preserve(Set<Preserve> kinds) {
        calls.preserve(kinds);
    }

    @Override
    public ObjectIdentity rootIdentity() {
        return layout.identityNow();
    }

    @Override
    public long spaceAvailable() {
        return Faults.ask("ask for the space of", layout.location(), () -> calls.spaceAvailable(layout.location()));
    }

    @Override
    public @Nullable Stat stat(Place place) {
        Found found = find(place);
        if (found == null) {
            layout.requireRoot();
        }
        return Stats.stat(found);
    }

    private @Nullable Found find(Place place) {
        String path = layout.path(place);
        return Faults.seek("look at", layout.show(place), () -> calls.find(path));
    }

    @Override
    public boolean list(Place directory, ListSink sink) {
        String path = layout.path(directory);
        boolean atRoot = directory.area() == Area.TREE && directory.path().isRoot();
        boolean there = Faults.ask(
                "list",
                layout.show(directory),
                () -> calls.list(path, found -> {
                    if (!atRoot || !found.name().equals(Layout.WORK.value())) {
                        tell(directory, found, sink);
                    }
                }));
        if (!there) {
            layout.requireRoot();
        }
        return there;
    }

    private void tell(Place directory, Found found, ListSink sink) {
        String complaint = layout.complaint(directory, found.name());
        Stat stat = Stats.stat(found);
        if (complaint != null) {
            sink.refused(found.name(), complaint);
        } else if (stat == null) {
            sink.refused(found.name(), "links of this file system are not replicated");
        } else {
            sink.entry(new Name(found.name()), stat);
        }
    }

    @Override
    public @Nullable ContentReader read(Place place) {
        Found found = find(place);
        if (found == null) {
            layout.requireRoot();
            return null;
        }
        if (!found.regular() || found.directory()) {
            return null;
        }
        String address = calls.address(found, layout.path(place));
        return Faults.ask("read", layout.show(place), () -> {
            // What a stop has left open in the staging folder is nobody's.
            if (calls.isBeingWritten(address) && !(place.area() == Area.STAGE && calls.settle(address))) {
                throw new StorageException(
                        ProblemCode.STORAGE_FAILED,
                        "%s is being written; it is read once its writer has closed it".formatted(layout.show(place)),
                        null);
            }
            Found opened = capabilities.can(Ability.STABLE_READS) ? null : found;
            return new HadoopReader(calls, address, layout.show(place), calls.read(address), opened);
        });
    }

    @Override
    public StageWriter stage(Name name, long length) {
        return stage(name, length, Attributes.NONE);
    }

    @Override
    public StageWriter stage(Name name, long length, Attributes attributes) {
        Place place = Place.item(Area.STAGE, name);
        String path = layout.path(place);
        arrivals.take(path);
        Staged staged =
                new Staged(calls, layout, path, layout.show(place), attributeWriter, arrivals, attributes.extras());
        return length <= WholeWriter.BYTES_MAX
                ? new WholeWriter(staged, length, () -> begin(staged, length))
                : Faults.ask("stage", layout.show(place), () -> begin(staged, length));
    }

    private StageWriter begin(Staged staged, long length) throws IOException {
        Found there = calls.find(staged.path());
        if (there == null) {
            layout.makeFolders();
        } else if (!there.regular() || there.directory()) {
            throw Faults.taken("stage", staged.shown());
        }
        return HadoopStageWriter.begin(staged, there, length, spool);
    }

    @Override
    public Step makeDirectory(Place place, Attributes attributes) {
        return publishing.makeDirectory(place, attributes);
    }

    @Override
    public Step makeLink(Place place, String target) {
        throw new StorageException(
                ProblemCode.STORAGE_UNREPRESENTABLE,
                "cannot make the link %s: this file system keeps no symbolic links; exclude it from the rule, or leave it parked"
                        .formatted(layout.show(place)),
                null);
    }

    @Override
    public Step move(Place from, Place to) {
        return change(() -> publishing.move(from, to), to);
    }

    @Override
    public Step replace(Place from, Place to, Place displaced) {
        return change(() -> publishing.replace(from, to, displaced), displaced);
    }

    /** Where somebody has removed the working folders, they are made again, so that their lack is not taken for a missing source. */
    private Step change(Supplier<Step> step, Place target) {
        Step outcome = step.get();
        boolean again = outcome instanceof Step.Missing && target.area() != Area.TREE && layout.makeFolders();
        return again ? step.get() : outcome;
    }

    /** Moving changes nothing that the file system tells. */
    @Override
    public boolean differByMoveOnly(Fingerprint before, Fingerprint after) {
        return before.equals(after);
    }

    @Override
    public Step setAttributes(Place place, Attributes attributes) {
        return publishing.setAttributes(place, attributes);
    }

    @Override
    public Step removeDirectory(Place place) {
        return publishing.removeDirectory(place);
    }

    @Override
    public void purge(Place item) {
        if (item.area() == Area.TREE) {
            throw new IllegalArgumentException("only items of the working area are purged, not " + layout.show(item));
        }
        Layout.name(item);
        String path = layout.path(item);
        arrivals.take(path);
        Faults.tell("purge", layout.show(item), () -> calls.purge(path));
    }

    /** Nothing to do: names are in the NameNode's log when it answers, and blocks are on the DataNodes' disks when they are closed. */
    @Override
    public void flush() {}

    @Override
    public @Nullable Watch watch(HintSink sink) {
        return Faults.seek("watch", layout.location(), () -> calls.watch(layout.location(), sink));
    }

    @Override
    public void close() {}
}
