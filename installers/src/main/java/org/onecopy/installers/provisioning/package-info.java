/**
 * Brings nodes onto machines over SSH: reads an inventory, looks at all machines before anything is changed, uploads the package,
 * installs it, sets the node up by {@code onecopy node setup}, starts it, and waits until it has come into the network; takes a machine
 * back where that fails. A library without a terminal: the command line ({@code provisioning.cli}) and windows only ask and show. Only
 * {@code SshHost} and its neighbours know Apache MINA SSHD. May depend on the shared model.
 */
@NullMarked
package org.onecopy.installers.provisioning;

import org.jspecify.annotations.NullMarked;
