package org.onecopy.installers.cloud;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Our templates, with parameters that tests share. */
final class CloudTemplates {
    private static final Path DIRECTORY =
            Path.of(Objects.requireNonNull(System.getProperty("onecopy.root"))).resolve("installers/cloud");
    static final Path AWS_FILE = DIRECTORY.resolve("aws/onecopy-zone.yaml");
    static final Path ARM_FILE = DIRECTORY.resolve("azure/onecopy-zone.json");
    static final Path EMR_FILE = DIRECTORY.resolve("aws/emr-bootstrap.sh");
    private static final String SUM = "0123456789abcdef".repeat(4);

    /** What has to be given. */
    static final Map<String, String> AWS = Map.ofEntries(
            Map.entry("Zone", "sky"),
            Map.entry("ImageId", "ami-0abc"),
            Map.entry("KeyName", "keeper"),
            Map.entry("PackageUrl", "https://packages.example.org/onecopy_1.0_amd64.deb"),
            Map.entry("PackageSha256", SUM),
            Map.entry("VpcId", "vpc-0abc"),
            Map.entry("SubnetId", "subnet-0abc"),
            Map.entry("AvailabilityZone", "eu-north-1a"),
            Map.entry("NodesCidr", "10.1.0.0/16"),
            Map.entry("PeopleCidr", "10.4.0.0/24"));

    /** All that can be given. */
    static final Map<String, String> ALL_OF_AWS = merged(
            AWS,
            "NodePrefix",
            "cloud",
            "Nodes",
            "3",
            "Ticket",
            "onecopy-1.abc_DEF",
            "Bucket",
            "photos-eu",
            "BucketPrefix",
            "team-a",
            "BucketKey",
            "arn:aws:kms:eu-north-1:123456789012:key/0a1b",
            "VolumeKey",
            "arn:aws:kms:eu-north-1:123456789012:key/0a1c",
            "NodesCidr2",
            "10.2.0.0/16",
            "NodesCidr3",
            "10.3.0.0/16",
            "EmrSecurityGroup",
            "sg-0e");

    static final Map<String, Object> ARM = Map.of(
            "zone", "fjord",
            "packageUrl", "https://packages.example.org/onecopy_1.0_amd64.deb",
            "packageSha256", SUM,
            "sshPublicKey", "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIExampleExampleExampleExampleExampleEx keeper",
            "virtualNetwork", "net",
            "subnet", "nodes",
            "nodesPrefixes", List.of("10.1.0.0/16"),
            "peoplePrefixes", List.of("10.4.0.0/24"));

    static final Map<String, Object> MORE_OF_ARM = Map.of(
            "nodes", 3,
            "nodePrefix", "north",
            "ticket", "onecopy-1.abc_DEF",
            "storage", "hdfs://lake:8020",
            "encryptionAtHost", true,
            "diskEncryptionSet", "/subscriptions/x/keys");

    private CloudTemplates() {}

    static Map<String, String> merged(Map<String, String> given, String... more) {
        Map<String, String> all = new HashMap<>(given);
        for (int i = 0; i < more.length; i += 2) {
            all.put(more[i], more[i + 1]);
        }
        return Map.copyOf(all);
    }

    static CloudFormation aws(Map<String, String> given) throws IOException {
        return CloudFormation.with(CloudFormation.parse(AWS_FILE), given, CloudTemplates::said);
    }

    /** What the cloud says of a resource, or, after a dot, of an attribute of it. */
    private static String said(String resource, String type) {
        String number = resource.replaceAll("[A-Za-z]", "");
        return switch (type) {
            case "AWS::EC2::Volume" -> "vol-0abc" + number;
            case ".PrimaryPrivateIpAddress" -> "10.9.8." + number;
            case ".LatestVersionNumber" -> "1";
            default -> {
                if (type.startsWith(".")) {
                    throw new IllegalArgumentException("who knows " + resource + type + "?");
                }
                yield resource;
            }
        };
    }

    static ArmTemplate arm(Map<String, Object> given) throws IOException {
        return ArmTemplate.with(ArmTemplate.parse(ARM_FILE), given, id -> "10.9.8." + id.substring(id.length() - 1));
    }

    /** What the n-th machine runs at its first boot. */
    static String userData(Map<String, Map<String, Object>> made, int node) {
        return CloudFormation.map(Objects.requireNonNull(made.get("Instance" + node), "no machine")
                        .get("Properties"))
                .get("UserData")
                .toString();
    }

    static String customData(Map<String, Map<String, Object>> made, int node) {
        for (Map<String, Object> one : made.values()) {
            if (one.get("type").equals("Microsoft.Compute/virtualMachines")
                    && one.get("name").toString().endsWith("-" + node)) {
                return CloudFormation.map(
                                CloudFormation.map(one.get("properties")).get("osProfile"))
                        .get("customData")
                        .toString();
            }
        }
        throw new IllegalArgumentException("no machine " + node);
    }

    static String opened(Map<String, Object> rule) {
        Object from = rule.getOrDefault("CidrIp", rule.get("SourceSecurityGroupId"));
        return from + " " + rule.get("FromPort");
    }

    static String firstBoot() throws IOException {
        return Files.readString(DIRECTORY.resolve("first-boot.sh"));
    }
}
