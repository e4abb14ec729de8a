package org.pop3j.tool;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.pop3j.auth.Credentials;
import org.pop3j.client.Pop3Url;
import org.pop3j.client.Tls;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What both commands take. The fields are filled by the command-line parser. */
final class ServerOptions {
    /** What a socket can be told. */
    private static final int MAX_SECONDS = 2_000_000;

    @Parameters(
            paramLabel = "URL",
            description =
                    "pop3s://user@host for implicit TLS (port 995), pop3://user@host for STLS (port 110). An @ in the"
                            + " user's name is written %%40. There is no password in it.")
    private String url = "";

    @Option(
            names = "--tls",
            paramLabel = "implicit|stls|none",
            description =
                    "In place of what the URL says. With none, mail can be read on the way, and often the password.")
    private @Nullable String tls;

    @Option(
            names = "--trust",
            paramLabel = "FILE",
            description = "Certificates in PEM to trust, in place of those that Java trusts.")
    private @Nullable Path trust;

    @Option(
            names = "--insecure",
            description = "Takes any certificate: whoever is in between can read and change everything, the password"
                    + " included.")
    private boolean insecure;

    @Option(
            names = "--mechanism",
            paramLabel = "NAME",
            description =
                    "Logs in by this mechanism only: SCRAM-SHA-256, PLAIN, USER, ... With OAUTHBEARER and XOAUTH2 the"
                            + " password is an access token. Default: the strongest that the server offers.")
    private @Nullable String mechanism;

    @Option(
            names = "--password-file",
            paramLabel = "FILE",
            description = "Reads the password from a file; a line end behind it does not count.")
    private @Nullable Path passwordFile;

    @Option(
            names = "--timeout",
            paramLabel = "SECONDS",
            defaultValue = "60",
            description = "Longest silence of the server. Default: 60.")
    private int timeout;

    @Option(
            names = "--deadline",
            paramLabel = "SECONDS",
            defaultValue = "3600",
            description = "Longest session; the answer to QUIT may take five minutes more. Default: 3600.")
    private int deadline;

    @Option(names = "--json", description = "Writes one JSON object to standard output.")
    private boolean json;

    @Option(names = "--verbose", description = "Shows what is said on the connection, without secrets.")
    private boolean verbose;

    boolean json() {
        return json;
    }

    boolean verbose() {
        return verbose;
    }

    Settings settings() throws ToolException {
        Pop3Url parsed = url();
        LoginWay way = new LoginWay(Optional.ofNullable(mechanism).or(parsed::auth));
        way.check();
        return new Settings(
                parsed,
                tls(parsed),
                Optional.ofNullable(trust),
                insecure,
                way,
                seconds("--timeout", timeout),
                seconds("--deadline", deadline));
    }

    /** Of the URL's user, whom there has to be. */
    Credentials credentials(Settings settings, Surroundings surroundings) throws ToolException {
        String user = settings.url().user().orElseThrow();
        return settings.way().credentials(user, Secret.read(Optional.ofNullable(passwordFile), surroundings, user));
    }

    private Pop3Url url() throws ToolException {
        try {
            return Pop3Url.parse(url);
        } catch (IllegalArgumentException e) {
            throw ToolException.usage(e.getMessage() + ".");
        }
    }

    private Tls tls(Pop3Url parsed) throws ToolException {
        if (tls == null) {
            return parsed.tls();
        }
        return switch (tls.toLowerCase(Locale.ROOT)) {
            case "implicit" -> Tls.IMPLICIT;
            case "stls" -> Tls.STLS;
            case "none" -> Tls.NONE;
            default -> throw ToolException.usage("--tls is implicit, stls or none.");
        };
    }

    private static Duration seconds(String option, int number) throws ToolException {
        if (number < 1 || number > MAX_SECONDS) {
            throw ToolException.usage(option + " is a number of seconds from 1 to " + MAX_SECONDS + ".");
        }
        return Duration.ofSeconds(number);
    }
}
