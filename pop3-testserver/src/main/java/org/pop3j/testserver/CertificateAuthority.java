package org.pop3j.testserver;

import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.Certificate;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1String;
import org.bouncycastle.asn1.DERUTF8String;
import org.bouncycastle.asn1.x500.RDN;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** Issues certificates for test servers. Its keys live as long as it does. Immutable. */
final class CertificateAuthority {
    private static final Duration LIFETIME = Duration.ofDays(365);
    private static final Duration DAY = Duration.ofDays(1);

    private final SecureRandom random = new SecureRandom();
    private final Instant now;
    private final X500Name name;
    private final KeyPair keys;
    private final X509Certificate certificate;

    CertificateAuthority(Clock clock) {
        now = clock.instant();
        name = new X500Name("CN=pop3j test authority " + Long.toHexString(random.nextLong()));
        keys = newKeys();
        certificate = selfSigned();
    }

    X509Certificate certificate() {
        return certificate;
    }

    /** Issues a server certificate. */
    ServerKey issue(TestCertificate.Flaw flaw) {
        KeyPair serverKeys = newKeys();
        Instant end = flaw == TestCertificate.Flaw.EXPIRED ? now.minus(DAY) : now.plus(LIFETIME);
        try {
            X509v3CertificateBuilder builder = builder(new X500Name("CN=pop3j test server"), serverKeys, end);
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
            builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
            builder.addExtension(
                    Extension.extendedKeyUsage, false, new ExtendedKeyUsage(KeyPurposeId.id_kp_serverAuth));
            builder.addExtension(Extension.subjectAlternativeName, false, names(flaw));
            return new ServerKey(serverKeys.getPrivate(), sign(builder));
        } catch (IOException | GeneralSecurityException | OperatorCreationException e) {
            throw new IllegalStateException("cannot make a test certificate", e);
        }
    }

    /** Issues a certificate to a user, which bears the name and nothing else. */
    KeyStore.PrivateKeyEntry issueFor(String user) {
        KeyPair userKeys = newKeys();
        // Not as a text, of which some characters would be read as escapes or as hexadecimal digits.
        X500Name subject = new X500NameBuilder(BCStyle.INSTANCE)
                .addRDN(BCStyle.CN, new DERUTF8String(user))
                .build();
        try {
            X509v3CertificateBuilder builder = builder(subject, userKeys, now.plus(LIFETIME));
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
            builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
            builder.addExtension(
                    Extension.extendedKeyUsage, false, new ExtendedKeyUsage(KeyPurposeId.id_kp_clientAuth));
            return new KeyStore.PrivateKeyEntry(userKeys.getPrivate(), new Certificate[] {sign(builder)});
        } catch (IOException | GeneralSecurityException | OperatorCreationException e) {
            throw new IllegalStateException("cannot make a test certificate", e);
        }
    }

    /** Whom a certificate was issued to; empty if that is nobody. */
    static Optional<String> user(X509Certificate certificate) {
        try {
            RDN[] names = new JcaX509CertificateHolder(certificate).getSubject().getRDNs(BCStyle.CN);
            // As it is: written as a part of a distinguished name it would have characters escaped.
            return names.length == 1 && names[0].getFirst().getValue() instanceof ASN1String name
                    ? Optional.of(name.getString())
                    : Optional.empty();
        } catch (CertificateEncodingException e) {
            return Optional.empty();
        }
    }

    private X509Certificate selfSigned() {
        try {
            X509v3CertificateBuilder builder = builder(name, keys, now.plus(LIFETIME));
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(0));
            builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign));
            return sign(builder);
        } catch (IOException | GeneralSecurityException | OperatorCreationException e) {
            throw new IllegalStateException("cannot make a test authority", e);
        }
    }

    private X509v3CertificateBuilder builder(X500Name subject, KeyPair subjectKeys, Instant end)
            throws GeneralSecurityException, IOException {
        BigInteger serial = new BigInteger(127, random).setBit(0);
        Date from = Date.from(now.minus(DAY.multipliedBy(30)));
        X509v3CertificateBuilder builder =
                new JcaX509v3CertificateBuilder(name, serial, from, Date.from(end), subject, subjectKeys.getPublic());
        JcaX509ExtensionUtils extensions = new JcaX509ExtensionUtils();
        builder.addExtension(
                Extension.subjectKeyIdentifier, false, extensions.createSubjectKeyIdentifier(subjectKeys.getPublic()));
        builder.addExtension(
                Extension.authorityKeyIdentifier, false, extensions.createAuthorityKeyIdentifier(keys.getPublic()));
        return builder;
    }

    private X509Certificate sign(X509v3CertificateBuilder builder)
            throws GeneralSecurityException, OperatorCreationException {
        return new JcaX509CertificateConverter()
                .getCertificate(builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate())));
    }

    private static GeneralNames names(TestCertificate.Flaw flaw) {
        if (flaw == TestCertificate.Flaw.WRONG_HOST) {
            return new GeneralNames(new GeneralName(GeneralName.dNSName, "elsewhere.example"));
        }
        return new GeneralNames(new GeneralName[] {
            new GeneralName(GeneralName.dNSName, "localhost"),
            new GeneralName(GeneralName.iPAddress, "127.0.0.1"),
            new GeneralName(GeneralName.iPAddress, "::1")
        });
    }

    /** Keys on an elliptic curve: those of RSA would take a hundred times as long to make. */
    private KeyPair newKeys() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"), random);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JVM has this curve", e);
        }
    }
}
