package org.onecopy.network.identity;

import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.List;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;
import org.jspecify.annotations.Nullable;
import org.onecopy.model.ProblemCode;
import org.onecopy.problem.ProblemException;

/** Certificates and keys as PEM files. What cannot be read is a {@code CERTIFICATE_INVALID} that names the file. */
final class PemFiles {
    private PemFiles() {}

    static List<X509Certificate> certificates(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            List<X509Certificate> found = CertificateFactory.getInstance("X.509").generateCertificates(in).stream()
                    .map(X509Certificate.class::cast)
                    .toList();
            if (found.isEmpty()) {
                throw invalid(file, "holds no certificate", null);
            }
            return found;
        } catch (IOException | CertificateException e) {
            throw unreadable(file, e);
        }
    }

    static PrivateKey key(Path file) {
        try (Reader in = Files.newBufferedReader(file, StandardCharsets.US_ASCII);
                PEMParser parser = new PEMParser(in)) {
            if (parser.readObject() instanceof PrivateKeyInfo info) {
                return new JcaPEMKeyConverter().getPrivateKey(info);
            }
            throw invalid(file, "holds no private key in PKCS#8", null);
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    /** Writes certificates or keys one after the other, durably, and in one step for readers. */
    static void write(Path file, List<?> objects, boolean secret) {
        try {
            writeText(file, text(objects), secret);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file, e);
        }
    }

    /** Certificates or keys one after the other. */
    static String text(List<?> objects) {
        StringWriter text = new StringWriter();
        try (JcaPEMWriter writer = new JcaPEMWriter(text)) {
            for (Object object : objects) {
                writer.writeObject(object instanceof PrivateKey key ? new JcaPKCS8Generator(key, null) : object);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }

    static void writeText(Path file, String text, boolean secret) throws IOException {
        Path absolute = file.toAbsolutePath();
        Path directory = absolute.resolveSibling("");
        Files.createDirectories(directory);
        Path next = absolute.resolveSibling(absolute.getFileName() + ".new");
        Files.deleteIfExists(next);
        // The rights are there from the first byte on, so that nobody can open a key between its making and a chmod.
        Files.createFile(
                next,
                PosixFilePermissions.asFileAttribute(
                        PosixFilePermissions.fromString(secret ? "rw-------" : "rw-r--r--")));
        try (FileChannel out = FileChannel.open(next, StandardOpenOption.WRITE)) {
            out.write(StandardCharsets.US_ASCII.encode(text));
            out.force(true);
        }
        Files.move(next, absolute, StandardCopyOption.ATOMIC_MOVE);
        try (FileChannel made = FileChannel.open(directory)) {
            made.force(true);
        }
    }

    static ProblemException invalid(Path file, String what, @Nullable Exception cause) {
        return new ProblemException(
                ProblemCode.CERTIFICATE_INVALID,
                file + " " + what + ": restore it from a backup, or induct this node again",
                cause);
    }

    private static ProblemException unreadable(Path file, Exception cause) {
        return invalid(
                file,
                cause instanceof NoSuchFileException ? "is missing" : "cannot be read (" + cause.getMessage() + ")",
                cause);
    }
}
