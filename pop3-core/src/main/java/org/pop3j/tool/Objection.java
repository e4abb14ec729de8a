package org.pop3j.tool;

import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.time.Instant;
import java.util.List;

/** What is wrong with a certificate, in plain words. */
final class Objection {
    private Objection() {}

    static String inWords(CertificateException objection, List<ShownCertificate> chain, String host, Instant now) {
        for (ShownCertificate certificate : chain) {
            String whose = certificate.equals(chain.get(0))
                    ? "The server's certificate"
                    : "The certificate of " + certificate.subject();
            if (certificate.expired(now)) {
                return whose + " expired on " + certificate.lastDay() + ". The server's operator has to renew it.";
            }
            if (certificate.notYetValid(now)) {
                return whose + " is not valid before " + certificate.firstDay() + ". Is this machine's clock right?";
            }
        }
        return chain.isEmpty() || pathFailed(objection)
                ? untrusted(chain)
                : "The server's certificate is not valid for " + host + ": it is for " + names(chain.get(0))
                        + ". Use one of these names in the URL.";
    }

    private static String untrusted(List<ShownCertificate> chain) {
        String issuer =
                chain.isEmpty() ? "somebody" : chain.get(chain.size() - 1).issuer();
        return "The server's certificate is not trusted: it comes from " + issuer
                + ", whom this machine does not know. If you do, name a file with that certificate in PEM with --trust.";
    }

    private static String names(ShownCertificate certificate) {
        return certificate.names().isEmpty() ? certificate.subject() : String.join(", ", certificate.names());
    }

    /** Otherwise the chain is good, and what is left is the name. */
    private static boolean pathFailed(CertificateException objection) {
        for (Throwable cause = objection.getCause(); cause != null; cause = cause.getCause()) {
            if (cause instanceof CertPathBuilderException || cause instanceof CertPathValidatorException) {
                return true;
            }
        }
        return false;
    }
}
