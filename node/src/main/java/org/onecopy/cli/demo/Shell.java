package org.onecopy.cli.demo;

/** Words of a shell's command line. */
final class Shell {
    private Shell() {}

    /** A text as one word of a POSIX shell: as it is where that is plain, else in quotes. */
    static String quoted(String text) {
        return text.matches("[A-Za-z0-9_./:@%+=,-]+") ? text : "'" + text.replace("'", "'\\''") + "'";
    }
}
