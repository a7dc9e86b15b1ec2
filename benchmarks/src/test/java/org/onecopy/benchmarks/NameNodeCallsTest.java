package org.onecopy.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class NameNodeCallsTest {
    private static String metrics(int creates, int heartbeats) {
        return """
                { "beans" : [ { "name" : "Hadoop:service=NameNode,name=RpcDetailedActivityForPort17001",
                "CreateNumOps" : %d, "CreateAvgTime" : 0.5, "OverallCreateNumOps" : 999,
                "SendHeartbeatNumOps" : %d } ] }""".formatted(creates, heartbeats);
    }

    @Test
    void tells_what_each_file_took_and_leaves_out_what_is_asked_now_and_then() {
        NameNodeCalls before = NameNodeCalls.parse(metrics(100, 10));
        NameNodeCalls after = NameNodeCalls.parse(metrics(1300, 15));
        assertThat(after.since(before, 1000)).isEqualTo("Create 1.20");
        assertThat(after.since(NameNodeCalls.parse(""), 100)).isEqualTo("Create 13, SendHeartbeat 0.150");
    }
}
