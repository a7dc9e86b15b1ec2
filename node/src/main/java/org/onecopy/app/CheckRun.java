package org.onecopy.app;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.onecopy.consistency.CheckStore;
import org.onecopy.consistency.Zone;
import org.onecopy.consistency.ZoneCheck;
import org.onecopy.core.Content;
import org.onecopy.core.TreePath;
import org.onecopy.core.table.Change;
import org.onecopy.core.table.TableView;
import org.onecopy.index.TableStore;
import org.onecopy.model.FileId;
import org.onecopy.model.ProblemCode;
import org.onecopy.model.Version;
import org.onecopy.problem.ProblemException;
import org.onecopy.problem.StorageException;
import org.onecopy.storage.ContentReader;
import org.onecopy.storage.Place;
import org.onecopy.transfer.ContentHasher;
import org.onecopy.writer.LocationWriter;
import org.onecopy.writer.Wakeup;
import org.onecopy.writer.WriterThread;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** This zone's share of one check under way, on threads of its own. It ends with its writer's session, and another goes on from there. */
final class CheckRun implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(CheckRun.class);
    private static final long PAUSE_MILLIS = 100;
    private static final long RETRY_MILLIS = 3000;

    final Version version;
    final WriterThread.Session session;
    private final ZoneCheck check;
    private final List<Thread> threads = new ArrayList<>();
    /** Nobody calls it: the threads wait by it. */
    private final Wakeup idle = new Wakeup();

    private volatile boolean stopped;
    private volatile @Nullable String trouble;

    /**
     * Begins.
     *
     * @param top the directory that is compared
     * @param fresh whether what is recorded is of another life of this zone
     * @param wake makes the writer look for work
     */
    CheckRun(
            Zone zone,
            Version version,
            boolean digests,
            FileId top,
            boolean fresh,
            WriterThread.Session session,
            TableStore local,
            ContentHasher hasher,
            Runnable wake,
            int threadCount) {
        this.version = version;
        this.session = session;
        check = new ZoneCheck(
                zone,
                version,
                digests,
                top,
                fresh,
                new Local(local),
                new Help(zone, session.writer(), hasher, wake),
                ZoneCheck.Settings.DEFAULT);
        for (int n = 0; n < threadCount; n++) {
            threads.add(Thread.ofPlatform().name("check-", n).daemon().start(this::work));
        }
    }

    private record Local(TableStore store) implements CheckStore {
        @Override
        public TableView tables() {
            return store;
        }

        @Override
        public void write(List<Change> changes) {
            store.write(changes, false);
        }
    }

    private record Help(Zone zone, LocationWriter writer, ContentHasher hasher, Runnable wake)
            implements ZoneCheck.Help {
        @Override
        public @Nullable Content content(Place place) {
            try (ContentReader reader = zone.tree().read(place)) {
                return reader == null ? null : hasher.hash(reader).content();
            } catch (StorageException e) {
                throw e;
            } catch (ProblemException e) {
                if (e.code() == ProblemCode.CONTENT_SUPERSEDED) {
                    return null;
                }
                throw e;
            }
        }

        @Override
        public void look(TreePath directory) {
            writer.changed(directory, false);
            wake.run();
        }
    }

    ZoneCheck check() {
        return check;
    }

    /** What keeps it from going on; null where nothing does. */
    @Nullable
    String trouble() {
        return trouble;
    }

    private void work() {
        try {
            while (!stopped) {
                if (!worked()) {
                    if (check.isDone()) {
                        return;
                    }
                    idle.await(TimeUnit.MILLISECONDS.toNanos(trouble == null ? PAUSE_MILLIS : RETRY_MILLIS));
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean worked() {
        try {
            boolean worked = check.step();
            trouble = null;
            return worked;
        } catch (StorageException e) {
            trouble = e.getMessage(); // the whole tree is away: later
            return false;
        } catch (RuntimeException e) {
            if (!stopped) {
                LOG.warn("the check at {} goes on after a failure", version, e);
                trouble = String.valueOf(e.getMessage());
            }
            return false;
        }
    }

    /** Ends it soon; a content that is being read is left in the middle. */
    @Override
    public void close() {
        stopped = true;
        threads.forEach(Thread::interrupt);
    }
}
