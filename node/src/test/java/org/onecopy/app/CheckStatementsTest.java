package org.onecopy.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.onecopy.core.namespace.CheckRow;
import org.onecopy.core.namespace.CheckShare;
import org.onecopy.model.CheckProof;
import org.onecopy.model.NodeId;
import org.onecopy.model.RuleName;
import org.onecopy.model.Version;
import org.onecopy.model.ZoneName;
import org.onecopy.model.api.CheckCertificate;
import org.onecopy.model.api.CheckCertificate.Statement;
import org.onecopy.network.identity.CertificateAuthority;
import org.onecopy.network.identity.NodeIdentity;

/** Certificates of checks: who can make one, and what is noticed of one that was changed. */
final class CheckStatementsTest {
    private static final Instant NOW = Instant.parse("2026-11-29T12:00:00Z");
    private static final UUID MEMBERSHIP = new UUID(3, 4);
    private static final RuleName RULE = new RuleName("photos");
    private static final Version CHECK = Version.parse("40.1");
    private static final ZoneName OSLO = new ZoneName("oslo");
    private static final ZoneName LYON = new ZoneName("lyon");

    private final CertificateAuthority authority =
            CertificateAuthority.create(new UUID(1, 2), InstantSource.fixed(NOW));
    private final NodeIdentity oslo = authority.newIdentity(new NodeId("oslo-1"), OSLO, List.of("127.0.0.1"));
    private final NodeIdentity lyon = authority.newIdentity(new NodeId("lyon-1"), LYON, List.of("127.0.0.1"));

    private static CheckShare share(String node, long missing, String tree) {
        return new CheckShare(
                new NodeId(node),
                true,
                new CheckShare.Counts(2, 3, 4, missing, 0, 0, 0, 0, 0),
                tree,
                NOW.toEpochMilli(),
                "",
                "");
    }

    private CheckRow row(boolean digests, CheckShare ofOslo, CheckShare ofLyon) {
        TreeMap<ZoneName, CheckShare> shares = new TreeMap<>();
        shares.put(OSLO, null);
        shares.put(LYON, null);
        CheckRow begun = new CheckRow("a/b", digests, "ada", 1, null, shares);
        shares.put(OSLO, CheckStatements.signed(ofOslo, RULE, MEMBERSHIP, CHECK, begun, OSLO, oslo));
        shares.put(LYON, CheckStatements.signed(ofLyon, RULE, MEMBERSHIP, CHECK, begun, LYON, lyon));
        return new CheckRow("a/b", digests, "ada", 1, null, shares);
    }

    private CheckCertificate good() {
        return Objects.requireNonNull(CheckStatements.certificate(
                RULE, MEMBERSHIP, CHECK, row(true, share("oslo-1", 0, "ab"), share("lyon-1", 0, "ab"))));
    }

    @Test
    void can_be_verified_by_whoever_has_the_authoritys_certificate() {
        CheckCertificate certificate = good();
        assertThat(certificate.tree()).isEqualTo("ab");
        assertThat(certificate.path()).isEqualTo("a/b");
        assertThat(certificate.statements()).extracting(Statement::zone).containsExactly(LYON, OSLO);
        assertThatCode(() -> CheckProof.verify(certificate, authority.certificate()))
                .doesNotThrowAnyException();
    }

    @Test
    void is_made_only_where_all_zones_held_the_same_bytes() {
        CheckShare well = share("oslo-1", 0, "ab");
        assertThat(certificate(row(false, well, share("lyon-1", 0, "ab")))).isNull();
        assertThat(certificate(row(true, well, share("lyon-1", 1, "ab")))).isNull();
        assertThat(certificate(row(true, well, share("lyon-1", 0, "")))).isNull();
        assertThat(certificate(row(true, well, share("lyon-1", 0, "cd")))).isNull();
    }

    private static CheckCertificate certificate(CheckRow row) {
        return CheckStatements.certificate(RULE, MEMBERSHIP, CHECK, row);
    }

    @Test
    void tells_whatever_was_changed_in_it() {
        CheckCertificate c = good();
        List<CheckCertificate> changed = List.of(
                new CheckCertificate("other/1", RULE, c.membership(), CHECK, "a/b", "ab", c.statements()),
                new CheckCertificate(
                        c.format(), new RuleName("other"), c.membership(), CHECK, "a/b", "ab", c.statements()),
                new CheckCertificate(c.format(), RULE, "other", CHECK, "a/b", "ab", c.statements()),
                new CheckCertificate(c.format(), RULE, c.membership(), CHECK.next(), "a/b", "ab", c.statements()),
                new CheckCertificate(c.format(), RULE, c.membership(), CHECK, "", "ab", c.statements()),
                new CheckCertificate(c.format(), RULE, c.membership(), CHECK, "a/b", "cd", c.statements()),
                new CheckCertificate(c.format(), RULE, c.membership(), CHECK, "a/b", "ab", List.of()),
                with(c, s -> new Statement(OSLO, s.node(), 2, 3, 4, s.timeMillis(), s.signature(), s.certificate())),
                with(
                        c,
                        s -> new Statement(
                                s.zone(), new NodeId("x"), 2, 3, 4, s.timeMillis(), s.signature(), s.certificate())),
                with(
                        c,
                        s -> new Statement(
                                s.zone(), s.node(), 2, 9, 4, s.timeMillis(), s.signature(), s.certificate())),
                with(
                        c,
                        s -> new Statement(
                                s.zone(), s.node(), 2, 3, 4, s.timeMillis() + 1, s.signature(), s.certificate())),
                with(c, s -> new Statement(s.zone(), s.node(), 2, 3, 4, s.timeMillis(), "AAAA", s.certificate())),
                with(c, s -> new Statement(s.zone(), s.node(), 2, 3, 4, s.timeMillis(), "?", s.certificate())),
                with(c, s -> new Statement(s.zone(), s.node(), 2, 3, 4, s.timeMillis(), s.signature(), "")),
                with(
                        c,
                        s -> new Statement(
                                s.zone(),
                                s.node(),
                                2,
                                3,
                                4,
                                s.timeMillis(),
                                s.signature(),
                                CertificateAuthority.pem(oslo.certificate()))));
        for (CheckCertificate each : changed) {
            assertThatThrownBy(() -> CheckProof.verify(each, authority.certificate()))
                    .as(each.toString())
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    /** With the first statement, lyon's, changed. */
    private static CheckCertificate with(CheckCertificate c, UnaryOperator<Statement> change) {
        return new CheckCertificate(
                c.format(),
                c.rule(),
                c.membership(),
                c.check(),
                c.path(),
                c.tree(),
                List.of(change.apply(c.statements().getFirst()), c.statements().get(1)));
    }

    @Test
    void is_worth_nothing_under_another_authority() {
        CertificateAuthority other = CertificateAuthority.create(new UUID(1, 2), InstantSource.fixed(NOW));
        assertThatThrownBy(() -> CheckProof.verify(good(), other.certificate()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("cannot be verified");
    }

    @Test
    void is_not_made_by_a_node_that_plays_the_authority() {
        Statement forged = good().statements().getFirst();
        NodeIdentity wrong = authority.newIdentity(new NodeId("lyon-2"), LYON, List.of("127.0.0.1"));
        CheckCertificate by = with(
                good(),
                s -> new Statement(
                        s.zone(),
                        s.node(),
                        2,
                        3,
                        4,
                        s.timeMillis(),
                        CheckProof.sign(CheckProof.text(good(), forged), wrong.key()),
                        forged.certificate()));
        assertThatThrownBy(() -> CheckProof.verify(by, authority.certificate()))
                .hasMessageContaining("the signature is not of this statement");
    }
}
