/** What a node measures, for Prometheus. Micrometer stays inside. May depend on the shared model only. */
@NullMarked
package org.onecopy.admin.metrics;

import org.jspecify.annotations.NullMarked;
