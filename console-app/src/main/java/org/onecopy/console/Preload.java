package org.onecopy.console;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.net.http.HttpClient;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateFactory;
import javax.net.ssl.SSLContext;
import org.onecopy.model.ApiJson;
import org.onecopy.model.api.StatusView;

/**
 * Loads, beside the window's start, what the first question to a node needs: JSON, TLS and HTTP are some two thousand classes, and the window
 * needs none of them. Whatever goes wrong here goes wrong again, and is said, where it is needed.
 */
final class Preload {
    private Preload() {}

    /** Begins; returns at once. */
    static void begin() {
        Thread.ofPlatform().name("preload").daemon().start(Preload::load);
    }

    private static void load() {
        try {
            ApiJson.lenient().readValue("{}", StatusView.class);
        } catch (JsonProcessingException | IllegalArgumentException e) {
            // An empty answer is none; what reads answers is made by now.
        }
        try {
            CertificateFactory.getInstance("X.509");
            SSLContext tls = SSLContext.getInstance("TLSv1.3");
            tls.init(null, null, null);
            tls.createSSLEngine().getSupportedProtocols();
        } catch (GeneralSecurityException e) {
            return;
        }
        HttpClient.newHttpClient().close();
    }
}
