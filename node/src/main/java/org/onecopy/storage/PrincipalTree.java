package org.onecopy.storage;

import java.nio.ByteBuffer;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.onecopy.core.Attributes;
import org.onecopy.core.Name;
import org.onecopy.core.Preserve;

/** A tree in whose storage users and groups have other names than in the namespace: everything that tells or sets attributes turns them. */
public final class PrincipalTree implements Tree {
    private final Tree inner;
    private final PrincipalNames.Direction inward;
    private final PrincipalNames.Direction outward;

    public PrincipalTree(Tree inner, PrincipalNames names) {
        this.inner = inner;
        inward = names.inward();
        outward = names.outward();
    }

    private Stat in(Stat stat) {
        return stat.with(inward.of(stat.attributes()));
    }

    private Step in(Step step) {
        return switch (step) {
            case Step.Done done -> new Step.Done(in(done.now()));
            case Step.Replaced replaced -> new Step.Replaced(in(replaced.now()), in(replaced.displaced()));
            case Step.TargetExists exists -> new Step.TargetExists(in(exists.there()));
            case Step.Missing missing -> missing;
            case Step.NotEmpty notEmpty -> notEmpty;
        };
    }

    @Override
    public Capabilities capabilities() {
        return inner.capabilities();
    }

    @Override
    public void preserve(Set<Preserve> kinds) {
        inner.preserve(kinds);
    }

    @Override
    public Attributes shown(Attributes agreed) {
        return inward.of(inner.shown(outward.of(agreed)));
    }

    @Override
    public ObjectIdentity rootIdentity() {
        return inner.rootIdentity();
    }

    @Override
    public long spaceAvailable() {
        return inner.spaceAvailable();
    }

    @Override
    public @Nullable Stat stat(Place place) {
        Stat stat = inner.stat(place);
        return stat == null ? null : in(stat);
    }

    @Override
    public boolean list(Place directory, ListSink sink) {
        return inner.list(directory, new ListSink() {
            @Override
            public void entry(Name name, Stat stat) {
                sink.entry(name, in(stat));
            }

            @Override
            public void both(Name name, Stat file, Stat directoryStat) {
                sink.both(name, in(file), in(directoryStat));
            }

            @Override
            public void refused(String printableName, String reason) {
                sink.refused(printableName, reason);
            }
        });
    }

    @Override
    public @Nullable ContentReader read(Place place) {
        ContentReader reader = inner.read(place);
        return reader == null ? null : new Reader(reader);
    }

    private final class Reader implements ContentReader {
        private final ContentReader opened;

        Reader(ContentReader opened) {
            this.opened = opened;
        }

        @Override
        public Stat stat() {
            return in(opened.stat());
        }

        @Override
        public int read(long position, ByteBuffer into) {
            return opened.read(position, into);
        }

        @Override
        public long nextData(long position) {
            return opened.nextData(position);
        }

        @Override
        public void close() {
            opened.close();
        }
    }

    @Override
    public StageWriter stage(Name name, long length) {
        return new Writer(inner.stage(name, length));
    }

    @Override
    public StageWriter stage(Name name, long length, Attributes attributes) {
        return new Writer(inner.stage(name, length, outward.of(attributes)));
    }

    private final class Writer implements StageWriter {
        private final StageWriter opened;

        Writer(StageWriter opened) {
            this.opened = opened;
        }

        @Override
        public void write(long position, ByteBuffer bytes) {
            opened.write(position, bytes);
        }

        @Override
        public void describe(String contentDigest) {
            opened.describe(contentDigest);
        }

        @Override
        public Stat finish(Attributes attributes) {
            return in(opened.finish(outward.of(attributes)));
        }

        @Override
        public void close() {
            opened.close();
        }
    }

    @Override
    public Step makeDirectory(Place place, Attributes attributes) {
        return in(inner.makeDirectory(place, outward.of(attributes)));
    }

    @Override
    public Step makeLink(Place place, String target) {
        return in(inner.makeLink(place, target));
    }

    @Override
    public Step move(Place from, Place to) {
        return in(inner.move(from, to));
    }

    @Override
    public Step replace(Place from, Place to, Place displaced) {
        return in(inner.replace(from, to, displaced));
    }

    @Override
    public boolean differByMoveOnly(Fingerprint before, Fingerprint after) {
        return inner.differByMoveOnly(before, after);
    }

    @Override
    public Step setAttributes(Place place, Attributes attributes) {
        return in(inner.setAttributes(place, outward.of(attributes)));
    }

    @Override
    public Step removeDirectory(Place place) {
        return in(inner.removeDirectory(place));
    }

    @Override
    public void purge(Place item) {
        inner.purge(item);
    }

    @Override
    public void flush() {
        inner.flush();
    }

    @Override
    public @Nullable Watch watch(HintSink sink) {
        return inner.watch(sink);
    }

    @Override
    public void close() {
        inner.close();
    }
}
