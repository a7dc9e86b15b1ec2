package org.onecopy.transfer;

import org.onecopy.model.FileId;
import org.onecopy.model.RuleId;
import org.onecopy.model.Version;

/** The id of a content in the network: one version of one file of one rule. */
public record ContentKey(RuleId rule, FileId file, Version version) {}
