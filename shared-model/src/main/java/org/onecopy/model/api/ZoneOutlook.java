package org.onecopy.model.api;

import org.onecopy.model.ZoneName;

/** What could still be done in a zone of a rule. */
public record ZoneOutlook(ZoneName zone, ZoneAccess access) {}
