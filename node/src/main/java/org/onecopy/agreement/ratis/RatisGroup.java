package org.onecopy.agreement.ratis;

import org.onecopy.agreement.GroupId;

/** A group that this node takes part in. */
record RatisGroup(GroupId id, AgreedStateMachine machine, ProposalPipeline pipeline) {}
