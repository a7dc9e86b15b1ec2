package org.onecopy.network.identity;

import java.net.URI;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.onecopy.model.NodeId;
import org.onecopy.model.ProblemCode;
import org.onecopy.model.ZoneName;
import org.onecopy.problem.ProblemException;

/** What a certificate says of its node: the URI {@code onecopy://<network-uuid>/zone/<zone>/node/<node>} among its alternative names. */
public record NodeName(UUID network, ZoneName zone, NodeId node) {
    private static final int ALTERNATIVE_NAME_URI = 6;
    private static final Pattern PATH = Pattern.compile("/zone/([^/]+)/node/([^/]+)");

    /** The name as it stands in the certificate. */
    public String uri() {
        return "onecopy://" + network + "/zone/" + zone + "/node/" + node;
    }

    /**
     * Reads the name from a certificate. Says nothing about who issued it.
     *
     * @throws ProblemException {@code CERTIFICATE_INVALID} where there is no such name
     */
    public static NodeName of(X509Certificate certificate) {
        String subject = certificate.getSubjectX500Principal().getName();
        for (String text : uris(certificate)) {
            try {
                URI uri = URI.create(text);
                Matcher path = PATH.matcher(String.valueOf(uri.getPath()));
                if ("onecopy".equals(uri.getScheme()) && path.matches()) {
                    return new NodeName(
                            UUID.fromString(String.valueOf(uri.getHost())),
                            new ZoneName(path.group(1)),
                            new NodeId(path.group(2)));
                }
            } catch (IllegalArgumentException e) {
                throw new ProblemException(
                        ProblemCode.CERTIFICATE_INVALID,
                        "the certificate of '" + subject + "' carries the broken name '" + text
                                + "': let the network issue it again",
                        e);
            }
        }
        throw new ProblemException(
                ProblemCode.CERTIFICATE_INVALID,
                "the certificate of '" + subject
                        + "' names no node: only certificates that a network issued are accepted");
    }

    static List<String> uris(X509Certificate certificate) {
        try {
            Collection<List<?>> names = certificate.getSubjectAlternativeNames();
            return names == null
                    ? List.of()
                    : names.stream()
                            .filter(name ->
                                    Integer.valueOf(ALTERNATIVE_NAME_URI).equals(name.get(0)))
                            .map(name -> String.valueOf(name.get(1)))
                            .toList();
        } catch (CertificateParsingException e) {
            throw new ProblemException(
                    ProblemCode.CERTIFICATE_INVALID, "a certificate's alternative names cannot be read", e);
        }
    }
}
