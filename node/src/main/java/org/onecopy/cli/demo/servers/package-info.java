/**
 * Storage servers as processes of their own on loopback, each with its own libraries: what the demonstration keeps beside its nodes, and
 * what tests start, kill and start again. Knows nothing of Onecopy; depends on the JDK alone.
 */
@NullMarked
package org.onecopy.cli.demo.servers;

import org.jspecify.annotations.NullMarked;
