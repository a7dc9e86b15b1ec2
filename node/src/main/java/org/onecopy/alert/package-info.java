/**
 * Alerts: when a figure is bad for long enough, who is told, again and again, and told when it is over. {@link org.onecopy.alert.AlertBook}
 * decides and touches nothing; targets deliver. May depend on the shared model and on problems only.
 */
@NullMarked
package org.onecopy.alert;

import org.jspecify.annotations.NullMarked;
