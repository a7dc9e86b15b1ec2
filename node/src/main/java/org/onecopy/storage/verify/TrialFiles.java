package org.onecopy.storage.verify;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.onecopy.core.Attributes;
import org.onecopy.core.Name;
import org.onecopy.core.TreePath;
import org.onecopy.model.Words;
import org.onecopy.model.api.StorageMeaning;
import org.onecopy.storage.Ability;
import org.onecopy.storage.ContentReader;
import org.onecopy.storage.Finding;
import org.onecopy.storage.Place;
import org.onecopy.storage.Place.Area;
import org.onecopy.storage.StageWriter;
import org.onecopy.storage.Stat;
import org.onecopy.storage.Step;
import org.onecopy.storage.Tree;

/** Short words for what the checks do in the tree of a trial. */
record TrialFiles(Tree tree) {
    private static final Attributes ATTRIBUTES = new Attributes(0644, "", "", 1_600_000_000_000_000_000L);
    private static final int READ_MAX = 1 << 16;

    static Place at(String path) {
        return Place.inTree(TreePath.parse(path));
    }

    static Place staged(String name) {
        return Place.item(Area.STAGE, new Name(name));
    }

    static Place trashed(String name) {
        return Place.item(Area.TRASH, new Name(name));
    }

    Stat stage(String name, String text) {
        return stage(name, text, ATTRIBUTES);
    }

    Stat stage(String name, String text, Attributes attributes) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        try (StageWriter writer = tree.stage(new Name(name), bytes.length)) {
            writer.write(0, ByteBuffer.wrap(bytes));
            return writer.finish(attributes);
        }
    }

    /** What lies in the staging folder while a content is being written; null where it is not there yet. */
    @Nullable
    Stat begun(String name) {
        try (StageWriter writer = tree.stage(new Name(name), 2)) { // one byte more is to come
            writer.write(0, ByteBuffer.wrap(new byte[1]));
            return tree.stat(staged(name));
        }
    }

    /** Stages a content and gives it its name. */
    Step publish(String path, String text) {
        String item = "content";
        tree.purge(staged(item));
        stage(item, text);
        return tree.move(staged(item), at(path));
    }

    /** A file's content as text; null where no file lies there. */
    @Nullable
    String read(Place place) {
        try (ContentReader reader = tree.read(place)) {
            if (reader == null) {
                return null;
            }
            ByteBuffer bytes = ByteBuffer.allocate(READ_MAX);
            long position = 0;
            for (int read = reader.read(0, bytes); read > 0; read = reader.read(position, bytes)) {
                position += read;
            }
            return StandardCharsets.UTF_8.decode(bytes.flip()).toString();
        }
    }

    boolean can(Ability ability) {
        return tree.capabilities().can(ability);
    }

    /** What is known beforehand: it lacks an ability. */
    static Finding lacking(String check, String found, Ability ability) {
        return Finding.warn(check, found, StorageMeaning.ofLack(Words.of(ability)));
    }

    /** What it declares and what was seen differ. */
    static Finding broken(String check, String found) {
        return Finding.fail(check, found, "do not use this storage: it does not do what a storage of this type must");
    }
}
