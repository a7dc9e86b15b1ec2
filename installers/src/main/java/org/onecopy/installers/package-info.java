/**
 * How a node comes onto a machine: packages (deb, rpm, run, tar.gz) and their systemd units, the silent installation,
 * cloud templates, and provisioning over SSH as a library that the console and scripts share. May depend on the shared
 * model; knows a node only through its package, its configuration file and its admin API.
 */
@NullMarked
package org.onecopy.installers;

import org.jspecify.annotations.NullMarked;
