package org.onecopy.storage.s3;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.ProfileCredentialsProvider;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.profiles.ProfileFileSupplier;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.regions.providers.DefaultAwsRegionProviderChain;
import software.amazon.awssdk.retries.api.BackoffStrategy;
import software.amazon.awssdk.retries.api.RetryStrategy;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;
import software.amazon.awssdk.services.sqs.SqsClient;

/** Makes the SDK's client. It repeats what fails for a moment: throttled (429, 503 SlowDown), 5xx, broken connections. */
final class S3Clients {
    private static final int ATTEMPTS_MAX = 6;
    private static final Duration BACKOFF_FIRST = Duration.ofMillis(50);
    private static final Duration THROTTLED_FIRST = Duration.ofMillis(200);
    private static final Duration BACKOFF_MAX = Duration.ofSeconds(3);
    private static final Duration CONNECT_MAX = Duration.ofSeconds(5);
    private static final Duration SILENCE_MAX = Duration.ofSeconds(30);

    private S3Clients() {}

    static S3Client client(S3Settings settings) {
        S3ClientBuilder builder = S3Client.builder()
                .httpClientBuilder(Apache5HttpClient.builder()
                        // Steps, reads, parts and listings; beyond that requests wait for a connection.
                        .maxConnections(settings.concurrency() * 2 + 16)
                        .connectionTimeout(CONNECT_MAX)
                        .socketTimeout(SILENCE_MAX)
                        .connectionAcquisitionTimeout(Duration.ofMinutes(2))
                        .tcpKeepAlive(true))
                .credentialsProvider(credentials(settings.credentials()))
                .region(region(settings))
                .overrideConfiguration(o -> o.retryStrategy(retries()))
                .forcePathStyle(settings.pathStyle());
        URI endpoint = settings.endpoint();
        if (endpoint == null) {
            builder.crossRegionAccessEnabled(true);
        } else {
            // Many servers do not know the checksums in trailers that Amazon takes; the signature covers the body over
            // HTTP, TLS else.
            builder.endpointOverride(endpoint)
                    .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
                    .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
                    // Signed in chunks, each short content would take a buffer for a long one.
                    .serviceConfiguration(s3 -> s3.chunkedEncodingEnabled(false));
        }
        return builder.build();
    }

    /** Reads the queue with the identity that works in the bucket; the queue's URL says where it is. */
    static SqsClient queueClient(S3Settings settings, URI queue) {
        return SqsClient.builder()
                .httpClientBuilder(Apache5HttpClient.builder()
                        .connectionTimeout(CONNECT_MAX)
                        .socketTimeout(SILENCE_MAX)
                        .tcpKeepAlive(true))
                .credentialsProvider(credentials(settings.credentials()))
                .region(region(settings))
                .endpointOverride(queue.resolve("/"))
                .build();
    }

    /** Without the SDK's bucket of retries: 32 throttled steps at once would empty it, and fail instead of waiting. */
    private static RetryStrategy retries() {
        return AwsRetryStrategy.standardRetryStrategy().toBuilder()
                .maxAttempts(ATTEMPTS_MAX)
                .backoffStrategy(BackoffStrategy.exponentialDelay(BACKOFF_FIRST, BACKOFF_MAX))
                .throttlingBackoffStrategy(BackoffStrategy.exponentialDelay(THROTTLED_FIRST, BACKOFF_MAX))
                .circuitBreakerEnabled(false)
                .build();
    }

    private static AwsCredentialsProvider credentials(@Nullable Path file) {
        return file == null
                ? DefaultCredentialsProvider.builder().build()
                : ProfileCredentialsProvider.builder()
                        .profileFile(ProfileFileSupplier.reloadWhenModified(
                                file, software.amazon.awssdk.profiles.ProfileFile.Type.CREDENTIALS))
                        .profileName("default")
                        .build();
    }

    private static Region region(S3Settings settings) {
        if (settings.region() != null) {
            return Region.of(settings.region());
        }
        try {
            Region region = new DefaultAwsRegionProviderChain().getRegion();
            return region == null ? Region.US_EAST_1 : region;
        } catch (SdkClientException e) {
            return Region.US_EAST_1; // nothing says one
        }
    }
}
