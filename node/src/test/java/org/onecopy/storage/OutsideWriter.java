package org.onecopy.storage;

/** Somebody who writes to the storage without Onecopy. Paths are relative to the location. */
public interface OutsideWriter {
    void write(String path, String text);

    /** Gives another content to the very object that lies there. */
    default void rewrite(String path, String text) {
        write(path, text);
    }

    void makeDirectory(String path);

    void move(String from, String to);

    /** A file, a link, or an empty directory. */
    void delete(String path);

    /** Only called where the storage keeps symbolic links. */
    void makeLink(String path, String target);
}
