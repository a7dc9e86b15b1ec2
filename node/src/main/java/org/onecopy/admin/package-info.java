/**
 * The admin API of a node: HTTPS with bearer tokens, problem documents, events, metrics. It asks the node through
 * {@link org.onecopy.admin.NodeService} only. May depend on {@code problem} and the shared model; Jetty, Jersey, swagger-core and
 * Micrometer stay inside.
 */
@NullMarked
package org.onecopy.admin;

import org.jspecify.annotations.NullMarked;
