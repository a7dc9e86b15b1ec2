/**
 * The agreement made of Apache Ratis: one server for the node, one Raft group for each {@code GroupId}, one pipeline of proposals to
 * each. The only package that imports Ratis, with its shaded gRPC and Netty.
 */
@NullMarked
package org.onecopy.agreement.ratis;

import org.jspecify.annotations.NullMarked;
