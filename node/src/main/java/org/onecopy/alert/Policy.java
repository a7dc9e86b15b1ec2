package org.onecopy.alert;

import java.time.Duration;
import org.onecopy.model.api.Severity;

/**
 * When a condition is an alert.
 *
 * @param begin beyond it the figure is bad
 * @param end at it, or on its good side, the alert may end; between both nothing changes
 * @param hold for how long the figure must be bad before the alert begins, and good before it ends
 */
public record Policy(Severity severity, double begin, double end, Duration hold) {}
