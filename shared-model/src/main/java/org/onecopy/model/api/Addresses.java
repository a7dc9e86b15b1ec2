package org.onecopy.model.api;

/**
 * Where the others reach a node: its advertised addresses, host:port each.
 *
 * @param agreement consensus, gRPC
 * @param content content exchange, HTTPS
 * @param admin admin API, HTTPS
 */
public record Addresses(String agreement, String content, String admin) {}
