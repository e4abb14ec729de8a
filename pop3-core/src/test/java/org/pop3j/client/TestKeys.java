package org.pop3j.client;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/** Certificates for one test class, made by the JDK's own keytool: an authority, and what it has signed. */
final class TestKeys {
    private static final String PASSWORD = "changeit";
    private static final String AUTHORITY = "authority";

    private final Path store;

    TestKeys(Path folder) throws IOException, InterruptedException {
        this.store = folder.resolve("keys.p12");
        make(AUTHORITY, "-ext", "bc:c", "-validity", "30");
    }

    /** Makes a certificate, and a context for a server that shows it. */
    SSLContext server(String name, String alternativeNames, String... validity)
            throws IOException, InterruptedException, GeneralSecurityException {
        List<String> options = new ArrayList<>(List.of("-signer", AUTHORITY, "-ext", "san=" + alternativeNames));
        options.addAll(List.of(validity));
        make(name, options.toArray(String[]::new));
        return context(keyManagers(name), trustManagers(AUTHORITY));
    }

    /** A context for a client that trusts the authority. */
    SSLContext client() throws IOException, GeneralSecurityException {
        return trusting(AUTHORITY);
    }

    /** The same, with a certificate of the client's own. */
    SSLContext clientWithCertificate(String name) throws IOException, InterruptedException, GeneralSecurityException {
        make(name, "-signer", AUTHORITY, "-validity", "10");
        return context(keyManagers(name), trustManagers(AUTHORITY));
    }

    /** A context for a client that trusts one of the certificates and nobody else. */
    SSLContext trusting(String alias) throws IOException, GeneralSecurityException {
        return context(null, trustManagers(alias));
    }

    /** The certificate that was made under that name; the authority's is {@code authority}. */
    X509Certificate certificate(String alias) throws IOException, GeneralSecurityException {
        return (X509Certificate) load().getCertificate(alias);
    }

    private static SSLContext context(KeyManager @Nullable [] keys, TrustManager[] trust)
            throws GeneralSecurityException {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys, trust, null);
        return context;
    }

    private KeyManager[] keyManagers(String name) throws IOException, GeneralSecurityException {
        KeyStore keys = load();
        for (String alias : Collections.list(keys.aliases())) {
            if (!alias.equals(name)) {
                keys.deleteEntry(alias);
            }
        }
        KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(keys, PASSWORD.toCharArray());
        return factory.getKeyManagers();
    }

    private TrustManager[] trustManagers(String alias) throws IOException, GeneralSecurityException {
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load((@Nullable InputStream) null, null);
        trusted.setCertificateEntry("trusted", load().getCertificate(alias));
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(trusted);
        return factory.getTrustManagers();
    }

    private KeyStore load() throws IOException, GeneralSecurityException {
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            keys.load(in, PASSWORD.toCharArray());
        }
        return keys;
    }

    private void make(String alias, String... options) throws IOException, InterruptedException {
        String keytool =
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
        List<String> command = new ArrayList<>(List.of(keytool, "-genkeypair", "-alias", alias));
        command.addAll(List.of("-keyalg", "EC", "-groupname", "secp256r1", "-dname", "CN=" + alias));
        command.addAll(List.of("-keystore", store.toString(), "-storetype", "PKCS12", "-storepass", PASSWORD));
        command.addAll(List.of(options));
        File output = Files.createTempFile(store.getParent(), "keytool", ".txt").toFile();
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output)
                .start();
        if (!process.waitFor(60, TimeUnit.SECONDS) || process.exitValue() != 0) {
            process.destroyForcibly();
            throw new IOException("keytool: " + Files.readString(output.toPath()));
        }
    }
}
