/**
 * The command line: commands that ask the admin API, and how answers, problems and exit codes look. May depend on {@code problem}
 * and the shared model; picocli stays inside and in {@code app}.
 */
@NullMarked
package org.onecopy.cli;

import org.jspecify.annotations.NullMarked;
