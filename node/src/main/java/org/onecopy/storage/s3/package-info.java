/**
 * Buckets of S3 and of servers that speak its protocol (decisions 0022 to 0025). A file is an object, a directory a common beginning of
 * keys with an empty object {@code NAME/} as its marker, as s3a has it. Contents wait in a local spool directory and go to their final
 * key in one request. May depend on {@code storage}; the only package that knows the AWS SDK.
 */
@NullMarked
package org.onecopy.storage.s3;

import org.jspecify.annotations.NullMarked;
