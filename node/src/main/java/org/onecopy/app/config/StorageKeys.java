package org.onecopy.app.config;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.onecopy.model.ByteCount;
import org.onecopy.model.Words;
import org.onecopy.storage.PrincipalNames;

/** The keys below {@code storage}, and what is made of them. Those of one type of storage are refused with another. */
final class StorageKeys {
    static final Key<StorageConfig.StorageType> TYPE = Key.withDefault(
            "storage.type",
            KeyType.word(StorageConfig.StorageType.class),
            "local",
            "none",
            "What the zone's storage is. 'none' makes the node a witness: it votes and keeps the index, and holds no data.");
    static final Key<Path> ROOT = Key.withDefault(
            "storage.root",
            KeyType.PATH,
            "/",
            "/data",
            "Type local: locations of rules are paths below this directory. With '/' they are the machine's own paths.");
    static final Key<Path> WORK_AREA = Key.optional(
            "storage.workArea",
            KeyType.PATH,
            "/data/.onecopy-work",
            "Type local: where contents are staged and replaced files kept for a time. Must be on the same file system as the"
                    + " locations. Absent: a directory '.onecopy' in each location. The same on all nodes of a zone.");

    static final Key<String> S3_BUCKET = Key.optional(
            "storage.s3.bucket", KeyType.TEXT, "photos-eu", "Type s3, required there: the bucket. It must exist.");
    static final Key<String> S3_PREFIX = Key.optional(
            "storage.s3.prefix",
            KeyType.KEY_PREFIX,
            "team-a/onecopy",
            "Type s3: locations of rules lie below this prefix of keys. Absent: in the whole bucket.");
    static final Key<URI> S3_ENDPOINT = Key.optional(
            "storage.s3.endpoint",
            KeyType.HTTP_URI,
            "https://s3.example.org",
            "Type s3: the server. Absent: Amazon's of the region.");
    static final Key<String> S3_REGION = Key.optional(
            "storage.s3.region",
            KeyType.TEXT,
            "eu-north-1",
            "Type s3: the region. Absent: as the environment says (AWS_REGION, the profile), else us-east-1.");
    static final Key<Boolean> S3_PATH_STYLE = Key.optional(
            "storage.s3.pathStyle",
            KeyType.YES_NO,
            "true",
            "Type s3: whether the bucket stands in the path of a request, not in its host. Absent: true where there is an endpoint.");
    static final Key<Path> S3_CREDENTIALS = Key.optional(
            "storage.s3.credentials",
            KeyType.PATH,
            "s3-credentials",
            "Type s3: file in the form of ~/.aws/credentials with a profile [default], readable for the node only; read again when it"
                    + " changes. Absent: as the environment says (variables, profile, role of the machine or container).");
    static final Key<StorageConfig.Encryption> S3_ENCRYPTION = Key.withDefault(
            "storage.s3.encryption",
            KeyType.word(StorageConfig.Encryption.class),
            "bucket",
            "sse-s3",
            "Type s3: how the server is asked to encrypt. 'bucket': as the bucket's own default says.");
    static final Key<String> S3_KMS_KEY = Key.optional(
            "storage.s3.kmsKey",
            KeyType.TEXT,
            "arn:aws:kms:eu-north-1:111122223333:key/k",
            "Type s3 with encryption sse-kms: the key. Absent: the account's own for S3.");
    static final Key<StorageConfig.ConditionalWrites> S3_CONDITIONAL_WRITES = Key.withDefault(
            "storage.s3.conditionalWrites",
            KeyType.word(StorageConfig.ConditionalWrites.class),
            "auto",
            "never",
            "Type s3: whether If-Match and If-None-Match keep a write from overwriting what others wrote at the same time. 'auto' tries"
                    + " whether the server keeps them. Without them there is a short while between looking and writing.");
    static final Key<ByteCount> S3_PART_SIZE = Key.withDefault(
            "storage.s3.partSize",
            KeyType.SIZE,
            "16MiB",
            "64MiB",
            "Type s3: longer contents go in parts of this size (5MiB to 1GiB); parts are longer where there would be more than 10000.");
    static final Key<Integer> S3_CONCURRENCY = Key.withDefault(
            "storage.s3.concurrency",
            KeyType.number(1, 256),
            "32",
            "64",
            "Type s3: how many changes are made in the bucket at once.");
    static final Key<Path> S3_SPOOL = Key.optional(
            "storage.s3.spool",
            KeyType.PATH,
            "/var/spool/onecopy",
            "Type s3: local directory where contents wait until they are put into the bucket. Absent: 'spool' in dataDir.");

    static final Key<URI> S3_EVENT_QUEUE = Key.optional(
            "storage.s3.eventQueue",
            KeyType.HTTP_URI,
            "https://sqs.eu-north-1.amazonaws.com/111122223333/photos-changes",
            "Type s3: URL of an SQS queue to which the bucket's notifications go, so that changes are found soon. The whole bucket is"
                    + " listed now and then all the same. Absent: changes are found by listing alone.");

    static final Key<Map<String, String>> PRINCIPAL_USERS = Key.optional(
            "storage.principals.users",
            KeyType.NAMES,
            "{alice: a.andersen, bob: b.berg}",
            "Users who are called otherwise in this zone's storage: the name in the namespace, and the name here. No two have the same"
                    + " name here. Holds for owners and for access control lists. Set it before the zone has a rule, the same on all"
                    + " nodes of the zone: where it changes later, every owner with another name counts as a change.");
    static final Key<Map<String, String>> PRINCIPAL_GROUPS =
            Key.optional("storage.principals.groups", KeyType.NAMES, "{staff: grp-staff}", "The same for groups.");
    static final Key<PrincipalNames.Others> PRINCIPAL_OTHERS = Key.withDefault(
            "storage.principals.others",
            KeyType.word(PrincipalNames.Others.class),
            "same",
            "unknown",
            "Users and groups that are not in these maps. 'same': they have the same name, unless that stands for somebody else."
                    + " 'unknown': they are kept in the index and not shown here, and not taken from here.");

    private static final List<Key<?>> PRINCIPALS = List.of(PRINCIPAL_USERS, PRINCIPAL_GROUPS, PRINCIPAL_OTHERS);
    private static final List<Key<?>> OF_LOCAL = List.of(ROOT, WORK_AREA);
    private static final List<Key<?>> OF_S3 = List.of(
            S3_BUCKET,
            S3_PREFIX,
            S3_ENDPOINT,
            S3_REGION,
            S3_PATH_STYLE,
            S3_CREDENTIALS,
            S3_ENCRYPTION,
            S3_KMS_KEY,
            S3_CONDITIONAL_WRITES,
            S3_PART_SIZE,
            S3_CONCURRENCY,
            S3_SPOOL,
            S3_EVENT_QUEUE);
    private static final ByteCount PART_MIN = ByteCount.parse("5MiB");
    private static final ByteCount PART_MAX = ByteCount.parse("1GiB");

    private StorageKeys() {}

    /** In the order of the reference. */
    static List<Key<?>> all() {
        return Stream.of(List.<Key<?>>of(TYPE), PRINCIPALS, OF_LOCAL, HadoopKeys.ALL, OF_S3)
                .flatMap(List::stream)
                .toList();
    }

    static PrincipalNames principals(ConfigReader reader) {
        return new PrincipalNames(
                reader.names(PRINCIPAL_USERS), reader.names(PRINCIPAL_GROUPS), reader.get(PRINCIPAL_OTHERS));
    }

    static StorageConfig read(ConfigReader reader) {
        StorageConfig.StorageType type = reader.get(TYPE);
        return switch (type) {
            case NONE -> new StorageConfig.None();
            case LOCAL -> new StorageConfig.Local(reader.get(ROOT), reader.find(WORK_AREA));
            case S3 -> s3(reader);
            case HDFS, HADOOP -> HadoopKeys.read(reader, type);
        };
    }

    private static StorageConfig.S3 s3(ConfigReader reader) {
        return new StorageConfig.S3(
                reader.find(S3_BUCKET).orElse(""),
                reader.find(S3_PREFIX).orElse(""),
                reader.find(S3_ENDPOINT),
                reader.find(S3_REGION),
                reader.find(S3_PATH_STYLE).orElse(reader.find(S3_ENDPOINT).isPresent()),
                reader.find(S3_CREDENTIALS),
                reader.get(S3_ENCRYPTION),
                reader.find(S3_KMS_KEY),
                reader.get(S3_CONDITIONAL_WRITES),
                reader.get(S3_PART_SIZE),
                reader.get(S3_CONCURRENCY),
                reader.find(S3_SPOOL),
                reader.find(S3_EVENT_QUEUE));
    }

    /** What can only be wrong with several values at once. */
    static void check(ConfigReader reader, StorageConfig storage) {
        refuseKeysOfOthers(reader, storage, StorageConfig.StorageType.LOCAL, OF_LOCAL);
        refuseKeysOfOthers(reader, storage, StorageConfig.StorageType.S3, OF_S3);
        if (storage instanceof StorageConfig.Hadoop hadoop) {
            HadoopKeys.check(reader, hadoop);
        } else {
            refuseKeysOfOthers(reader, storage, StorageConfig.StorageType.HDFS, HadoopKeys.ALL);
        }
        if (storage instanceof StorageConfig.S3 s3) {
            if (s3.bucket().isEmpty()) {
                reader.refuse(S3_BUCKET.path(), "a storage of type s3 needs its bucket");
            }
            if (s3.partSize().compareTo(PART_MIN) < 0 || s3.partSize().compareTo(PART_MAX) > 0) {
                reader.refuse(S3_PART_SIZE.path(), "from " + PART_MIN.exact() + " to " + PART_MAX.exact());
            }
            if (s3.kmsKey().isPresent() && s3.encryption() != StorageConfig.Encryption.SSE_KMS) {
                reader.refuse(S3_KMS_KEY.path(), "only with '" + S3_ENCRYPTION.path() + ": sse-kms'");
            }
        }
    }

    private static void refuseKeysOfOthers(
            ConfigReader reader, StorageConfig storage, StorageConfig.StorageType type, List<Key<?>> keys) {
        if (storage.type() == type) {
            return;
        }
        for (Key<?> key : keys) {
            if (reader.isPresent(key)) {
                reader.refuse(
                        key.path(),
                        "is for a storage of type " + Words.of(type) + ", and this one is of type "
                                + Words.of(storage.type()));
            }
        }
    }
}
