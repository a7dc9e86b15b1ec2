/**
 * Who a node is: the certificate authority of a network, the certificates of its nodes, the TLS that is made of them, and API tokens.
 * Certificates are the only thing here that reads a clock, which comes in as an argument. May depend on {@code problem} and the shared
 * model only, so that every package that opens a connection may depend on it.
 */
@NullMarked
package org.onecopy.network.identity;

import org.jspecify.annotations.NullMarked;
