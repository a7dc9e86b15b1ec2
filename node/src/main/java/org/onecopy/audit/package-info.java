/**
 * Who did what, kept: what was done is agreed, what was denied stands in files of this node. May depend on {@code admin} (whose {@code
 * AuditService} it is), {@code network} and {@code core.audit}.
 */
@NullMarked
package org.onecopy.audit;

import org.jspecify.annotations.NullMarked;
