package org.onecopy.installers.cloud;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CloudTemplatesTest {
    private static final ResourceTypes AWS_TYPES = types("cloudformation-types.json");
    private static final ResourceTypes ARM_TYPES = types("arm-types.json");

    @TempDir
    Path temp;

    private static ResourceTypes types(String name) {
        try {
            return ResourceTypes.read(name);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static CloudFormation aws(String... more) throws IOException {
        return CloudTemplates.aws(CloudTemplates.merged(CloudTemplates.AWS, more));
    }

    private static ArmTemplate arm(Map<String, Object> more) throws IOException {
        Map<String, Object> given = new HashMap<>(CloudTemplates.ARM);
        given.putAll(more);
        return CloudTemplates.arm(given);
    }

    @Test
    void a_zone_on_its_own_volume_is_one_node_that_makes_a_network() throws IOException {
        Map<String, Map<String, Object>> made = aws().resources();
        assertThat(made).containsKeys("Instance1", "Volume1", "Attachment1", "Interface1", "Group", "Launch");
        assertThat(made).doesNotContainKeys("Instance2", "Role", "InstanceProfile", "Nodes2Port6444", "Emr6444");
        assertThat(CloudTemplates.userData(made, 1))
                .startsWith("#!/bin/sh\n")
                .contains("NODE='sky-1'\n", "STORAGE='local:/mnt/onecopy/data'\n", "CREATE='yes'\n", "TICKET=''\n")
                .contains("ADDRESS='10.9.8.1'\n", "VOLUME='/dev/disk/by-id/nvme-Amazon_Elastic_Block_Store_vol0abc1 ")
                .endsWith(CloudTemplates.firstBoot());
        assertThat(aws().outputs().get("TicketCommand")).contains("onecopy network ticket --zone ");
        assertThat(aws().refusals()).isEmpty();
        assertThat(aws("Nodes", "2").refusals()).hasSize(1);
    }

    @Test
    void three_nodes_of_a_bucket_come_in_by_a_ticket_with_names_of_their_own() throws IOException {
        CloudFormation template = CloudTemplates.aws(CloudTemplates.ALL_OF_AWS);
        assertThat(template.refusals()).isEmpty();
        Map<String, Map<String, Object>> made = template.resources();
        for (int node = 1; node <= 3; node++) {
            assertThat(CloudTemplates.userData(made, node))
                    .contains("NODE='cloud-" + node + "'\n", "STORAGE='s3:photos-eu/team-a'\n", "CREATE='no'\n")
                    .contains("TICKET='onecopy-1.abc_DEF'\n", "ADDRESS='10.9.8." + node + "'\n")
                    .contains("vol0abc" + node + " ")
                    .endsWith(CloudTemplates.firstBoot());
        }
        assertThat(made.get("Role").toString())
                .contains("arn:aws:s3:::photos-eu/team-a/*", "kms:Decrypt")
                .doesNotContain("s3:*", "Resource=*");
        assertThat(template.outputs()).containsKeys("Node1", "Node2", "Node3", "EmrBootstrapAction");
    }

    @Test
    void every_resource_of_every_choice_is_as_the_cloud_knows_it() throws IOException {
        List<String> faults = new ArrayList<>();
        for (CloudFormation template : List.of(
                aws(),
                CloudTemplates.aws(CloudTemplates.ALL_OF_AWS),
                aws("SecurityGroup", "sg-0abc"),
                aws("Detach", "1"))) {
            template.resources()
                    .forEach((name, about) -> faults.addAll(AWS_TYPES.faults(
                            name,
                            about.get("Type").toString(),
                            CloudFormation.map(about.getOrDefault("Properties", Map.of())))));
        }
        for (ArmTemplate template : List.of(arm(Map.of()), arm(CloudTemplates.MORE_OF_ARM))) {
            template.resources().forEach((name, about) -> {
                Map<String, Object> properties = new HashMap<>(about);
                List.of("type", "apiVersion", "name", "dependsOn").forEach(properties::remove);
                faults.addAll(ARM_TYPES.faults(name, about.get("type").toString(), properties));
            });
        }
        assertThat(faults).isEmpty();
        assertThat(AWS_TYPES.faults("X", "AWS::EC2::Volume", Map.of("Sise", 3)))
                .containsExactlyInAnyOrder("X: AvailabilityZone is missing", "X.Sise: no such property");
    }

    @Test
    void nothing_of_a_template_is_unused_and_no_letter_reaches_a_shell_unquoted() throws IOException {
        Map<String, Object> template = CloudFormation.parse(CloudTemplates.AWS_FILE);
        Map<String, Object> others = new HashMap<>(template);
        others.keySet().removeAll(List.of("Parameters", "Metadata"));
        String rest = others.toString();
        CloudFormation.map(template.get("Parameters")).forEach((name, about) -> {
            assertThat(rest).as(name).containsPattern("\\b" + name + "\\b");
            Map<String, Object> parameter = CloudFormation.map(about);
            if (parameter.get("Type").equals("String")) {
                assertThat(parameter.containsKey("AllowedPattern") || parameter.containsKey("AllowedValues"))
                        .as(name)
                        .isTrue();
            }
        });
        assertThatThrownBy(() -> aws("Zone", "a'; reboot; '")).hasMessageContaining("does not match");
        assertThatThrownBy(() -> aws("NodesCidr", "0.0.0.0/0")).hasMessageContaining("does not match");
        assertThatThrownBy(() -> aws("PackageUrl", "https://x/$(reboot).deb")).hasMessageContaining("does not match");
        Map<String, Object> azure = ArmTemplate.parse(CloudTemplates.ARM_FILE);
        String used = azure.toString();
        CloudFormation.map(azure.get("parameters"))
                .keySet()
                .forEach(name -> assertThat(used).contains("parameters('" + name + "')"));
        CloudFormation.map(azure.get("variables"))
                .keySet()
                .forEach(name -> assertThat(used).contains("variables('" + name + "')"));
        // Azure has no patterns: each text is quoted for the shell.
        assertThat(CloudTemplates.customData(
                        arm(Map.of("heap", "a'; reboot; '")).resources(), 1))
                .contains("HEAP='a'\"'\"'; reboot; '\"'\"''\n");
    }

    @Test
    void only_named_networks_reach_the_documented_ports() throws IOException {
        TreeSet<String> open = new TreeSet<>();
        Map<String, Map<String, Object>> made =
                CloudTemplates.aws(CloudTemplates.ALL_OF_AWS).resources();
        made.forEach((name, about) -> {
            if (about.get("Type").equals("AWS::EC2::SecurityGroupIngress")) {
                open.add(CloudTemplates.opened(CloudFormation.map(about.get("Properties"))));
            }
        });
        CloudFormation.list(
                        CloudFormation.map(made.get("Group").get("Properties")).get("SecurityGroupIngress"))
                .forEach(one -> open.add(CloudTemplates.opened(CloudFormation.map(one))));
        TreeSet<String> wanted = new TreeSet<>();
        for (String from : List.of("10.1.0.0/16", "10.2.0.0/16", "10.3.0.0/16", "Group", "sg-0e")) {
            for (int port : new int[] {6444, 7000, 8082}) {
                wanted.add(from + " " + port);
            }
        }
        wanted.add("10.4.0.0/24 8082");
        wanted.add("10.4.0.0/24 22");
        assertThat(open).isEqualTo(wanted);
        Object rules = CloudFormation.map(arm(Map.of())
                        .resources()
                        .get("Microsoft.Network/networkSecurityGroups/onecopy-fjord")
                        .get("properties"))
                .get("securityRules");
        assertThat(rules.toString()).doesNotContain("Internet", "0.0.0.0/0").contains("access=Deny");
        assertThat(CloudFormation.list(rules)).hasSize(4).allSatisfy(rule -> {
            Map<String, Object> about =
                    CloudFormation.map(CloudFormation.map(rule).get("properties"));
            assertThat(about.get("access").equals("Deny")).isEqualTo("*".equals(about.get("sourceAddressPrefix")));
        });
    }

    @Test
    void a_machine_goes_without_its_volume_its_address_and_its_name() throws IOException {
        Map<String, Map<String, Object>> made = aws("Detach", "1").resources();
        assertThat(made).doesNotContainKeys("Instance1", "Attachment1").containsKeys("Volume1", "Interface1");
        assertThat(made.get("Volume1").toString())
                .contains("DeletionPolicy=Retain", "UpdateReplacePolicy=Retain", "Encrypted=true");
        Map<String, Map<String, Object>> whole = aws().resources();
        assertThat(whole.get("Instance1").toString()).contains("Encrypted=true");
        assertThat(whole.get("Launch").toString()).contains("HttpTokens=required", "HttpPutResponseHopLimit=1");
        assertThat(arm(Map.of()).resources().toString()).contains("deleteOption=Detach", "createOption=Attach");
    }

    @Test
    void azure_has_one_node_for_a_disk_and_more_for_a_storage_that_they_share() throws IOException {
        Map<String, Map<String, Object>> one = arm(Map.of("nodes", 3)).resources();
        assertThat(one).hasSize(4);
        assertThat(CloudTemplates.customData(one, 1))
                .startsWith("#!/bin/sh\n")
                .contains("NODE='fjord-1'\n", "CREATE='yes'\n", "ADDRESS='10.9.8.1'\n", "TICKET=''\n")
                .endsWith(CloudTemplates.firstBoot());
        Map<String, Map<String, Object>> three = arm(CloudTemplates.MORE_OF_ARM).resources();
        assertThat(three).hasSize(10);
        assertThat(CloudTemplates.customData(three, 3))
                .contains("NODE='north-3'\n", "CREATE='no'\n", "ADDRESS='10.9.8.3'\n", "STORAGE='hdfs://lake:8020'\n")
                .endsWith(CloudTemplates.firstBoot());
        assertThat(CloudFormation.list(arm(CloudTemplates.MORE_OF_ARM).outputs().get("nodes")))
                .containsExactly("https://10.9.8.1:8082", "https://10.9.8.2:8082", "https://10.9.8.3:8082");
    }

    @Test
    void what_a_machine_gets_fits_and_is_a_shell_script() throws IOException, InterruptedException {
        String aws = CloudTemplates.userData(
                CloudTemplates.aws(CloudTemplates.ALL_OF_AWS).resources(), 3);
        assertThat(aws.getBytes(StandardCharsets.UTF_8)).hasSizeLessThan(16_384);
        assertThat(Files.size(CloudTemplates.AWS_FILE)).isLessThan(51_200);
        for (String script :
                List.of(aws, CloudTemplates.customData(arm(Map.of()).resources(), 1))) {
            Path file = Files.writeString(temp.resolve("script"), script);
            Process sh =
                    new ProcessBuilder("sh", "-n", file.toString()).inheritIO().start();
            assertThat(sh.waitFor(10, TimeUnit.SECONDS)).isTrue();
            assertThat(sh.exitValue()).isZero();
        }
    }
}
