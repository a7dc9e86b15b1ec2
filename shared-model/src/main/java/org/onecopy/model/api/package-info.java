/**
 * The records of the admin API, as they stand in JSON. Three conventions hold for all of them: bytes are {@code ByteCount} (a plain
 * number in JSON); measured times are numbers of seconds and end in {@code Seconds}, so that scripts can compare them, while
 * settings are {@code Duration} (text such as {@code 15m}); log indexes are plain numbers and end in {@code Index}. A field that
 * does not apply is absent. May depend on {@code org.onecopy.model}.
 */
@NullMarked
package org.onecopy.model.api;

import org.jspecify.annotations.NullMarked;
