package org.pop3j.testserver;

/**
 * What is right or wrong with the certificate that a {@link Pop3TestServer} shows. Immutable.
 *
 * <p>The certificates themselves are made by the server when they are first needed, from keys of their own. All but
 * {@link #untrusted()} come from the server's one authority, so that a client which trusts that authority accepts the
 * server again as soon as it shows a valid certificate.
 */
public final class TestCertificate {
    /** What a client has to object to. */
    enum Flaw {
        NONE,
        EXPIRED,
        WRONG_HOST,
        UNTRUSTED
    }

    private final Flaw flaw;

    private TestCertificate(Flaw flaw) {
        this.flaw = flaw;
    }

    /** Valid for {@code localhost}, {@code 127.0.0.1} and {@code ::1}, as subject alternative names. */
    public static TestCertificate valid() {
        return new TestCertificate(Flaw.NONE);
    }

    /** Expired yesterday; nothing else is wrong. */
    public static TestCertificate expired() {
        return new TestCertificate(Flaw.EXPIRED);
    }

    /** Made out for {@code elsewhere.example} only; nothing else is wrong. */
    public static TestCertificate wrongHost() {
        return new TestCertificate(Flaw.WRONG_HOST);
    }

    /** From an authority that nobody knows; nothing else is wrong. */
    public static TestCertificate untrusted() {
        return new TestCertificate(Flaw.UNTRUSTED);
    }

    Flaw flaw() {
        return flaw;
    }

    @Override
    public String toString() {
        return "certificate, flaw: " + flaw;
    }
}
