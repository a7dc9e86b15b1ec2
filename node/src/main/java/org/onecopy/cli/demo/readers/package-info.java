/**
 * Outside readers of the zones' storages: the disk, Hadoop's own client, the SDK of AWS. They prove what the nodes claim, so they share nothing
 * with the storage adapters, and know of Onecopy no more than the name of its working area. One of the two places that know those
 * clients.
 */
@NullMarked
package org.onecopy.cli.demo.readers;

import org.jspecify.annotations.NullMarked;
