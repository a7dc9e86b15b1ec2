/**
 * The routes of the admin API, one class for each thing. They check what a request says by itself and ask
 * {@link org.onecopy.admin.NodeService} for the rest. May depend on {@code admin}'s own packages, {@code problem} and the shared model.
 */
@NullMarked
package org.onecopy.admin.routes;

import org.jspecify.annotations.NullMarked;
