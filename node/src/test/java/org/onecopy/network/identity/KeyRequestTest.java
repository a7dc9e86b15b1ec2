package org.onecopy.network.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.UUID;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.onecopy.model.NodeId;
import org.onecopy.model.ProblemCode;
import org.onecopy.problem.ProblemException;

@DisplayName("H71: a node's own key, which never leaves it")
final class KeyRequestTest {
    private final KeyRequest request = KeyRequest.create(new NodeId("lyon-1"));

    @Test
    void says_its_public_key_and_not_the_other() {
        assertThat(KeyRequest.keyOf(request.pem())).isEqualTo(request.publicKey());
        assertThat(request.pem()).startsWith("-----BEGIN CERTIFICATE REQUEST-----");
        assertThat(request.toString()).isEqualTo("KeyRequest");
    }

    @Test
    void is_refused_where_it_is_damaged_or_something_else() {
        for (String bad : new String[] {"", "nonsense", otherSignature()}) {
            assertThatThrownBy(() -> KeyRequest.keyOf(bad))
                    .isInstanceOfSatisfying(
                            ProblemException.class, e -> assertThat(e.code()).isEqualTo(ProblemCode.BAD_REQUEST));
        }
    }

    /** The request with one letter changed near its end, where the signature is. */
    private String otherSignature() {
        int at = request.pem().indexOf("-----END") - 12;
        char[] letters = request.pem().toCharArray();
        letters[at] = letters[at] == 'k' ? 'j' : 'k';
        return new String(letters);
    }

    @Test
    void fingerprints_are_words_that_differ_with_either_key() {
        var authority = CertificateAuthority.create(new UUID(1, 1), java.time.InstantSource.system())
                .certificate()
                .getPublicKey();
        String words = Fingerprints.words(request.publicKey(), authority);
        assertThat(words).matches("([bdfghjklmnprstvz][aiou][bdfghjklmnprstvz][aiou][bdfghjklmnprstvz]-?){4}");
        assertThat(Fingerprints.words(request.publicKey(), authority)).isEqualTo(words);
        assertThat(Fingerprints.words(KeyRequest.create(new NodeId("x")).publicKey(), authority))
                .isNotEqualTo(words);
        assertThat(Fingerprints.words(request.publicKey(), request.publicKey())).isNotEqualTo(words);
    }
}
