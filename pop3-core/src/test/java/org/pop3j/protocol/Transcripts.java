package org.pop3j.protocol;

import java.util.stream.Stream;

/** The examples of the RFCs. Where they say "the server sends message 1", there is a message of that size. */
final class Transcripts {
    /** RFC 1939, section 10, whole. */
    static final Transcript SESSION = Transcript.of("RFC 1939, section 10", """
            S: +OK POP3 server ready <1896.697170952@dbc.mtview.ca.us>
            C: APOP mrose c4c9334bac560ecc979e58001b3e22fb
            S: +OK mrose's maildrop has 2 messages (320 octets)
            C: STAT
            S: +OK 2 320
            C: LIST
            S: +OK 2 messages (320 octets)
            S: 1 120
            S: 2 200
            S: .
            C: RETR 1
            S: +OK 120 octets
            S: From: rose@example.org
            S: To: mrose@example.org
            S: Subject: first
            S:
            S: A message of one hundred and twenty octets: 012345678
            S: .
            C: DELE 1
            S: +OK message 1 deleted
            C: RETR 2
            S: +OK 200 octets
            S: From: rose@example.org
            S: Subject: dots, dots
            S:
            S: ..
            S: ..one dot before this line, none behind
            S: ...two dots
            S: not at the start: .
            S:
            S: The next line is empty, then comes the end of these two hundred octets.
            S:
            S: .
            C: DELE 2
            S: +OK message 2 deleted
            C: QUIT
            S: +OK dewey POP3 server signing off (maildrop empty)
            """);

    /** RFC 1939, sections 5 to 7: the example of each command. */
    static final Transcript COMMANDS = Transcript.of("RFC 1939, sections 5 to 7", """
            S: +OK
            C: USER mrose
            S: +OK mrose is a real hoopy frood
            C: PASS secret
            S: +OK mrose's maildrop has 2 messages (320 octets)
            C: STAT
            S: +OK 2 320
            C: LIST
            S: +OK 2 messages (320 octets)
            S: 1 120
            S: 2 200
            S: .
            C: LIST 2
            S: +OK 2 200
            C: LIST 3
            S: -ERR no such message, only 2 messages in maildrop
            C: UIDL
            S: +OK
            S: 1 whqtswO00WBw418f9t5JxYwZ
            S: 2 QhdPYR:00WBw1Ph7x7
            S: .
            C: UIDL 2
            S: +OK 2 QhdPYR:00WBw1Ph7x7
            C: UIDL 3
            S: -ERR no such message, only 2 messages in maildrop
            C: TOP 2 1
            S: +OK
            S: From: rose@example.org
            S: Subject: dots, dots
            S:
            S: ..
            S: .
            C: TOP 100 3
            S: -ERR no such message
            C: DELE 2
            S: +OK message 2 deleted
            C: DELE 2
            S: -ERR message 2 already deleted
            C: STAT
            S: +OK 1 120
            C: NOOP
            S: +OK
            C: RSET
            S: +OK maildrop has 2 messages (320 octets)
            C: QUIT
            S: +OK dewey POP3 server signing off (2 messages left)
            """);

    /** RFC 1939, sections 4 and 7; RFC 2449, section 8.1; RFC 3206, section 6: refused logins. */
    static final Transcript REFUSED_LOGINS = Transcript.of("refused logins", """
            S: +OK dewey POP3 server ready
            C: USER mrose
            S: +OK mrose is a real hoopy frood
            C: PASS secret
            S: -ERR maildrop already locked
            C: USER mrose
            S: +OK
            C: PASS secret
            S: -ERR [IN-USE] Do you have another POP session running?
            C: USER mrose
            S: +OK
            C: PASS secret
            S: -ERR [LOGIN-DELAY] wait
            C: USER mrose
            S: +OK
            C: PASS wrong
            S: -ERR [AUTH] wrong
            C: QUIT
            S: +OK dewey POP3 server signing off
            """);

    /** RFC 2449, section 5. */
    static final Transcript CAPABILITIES = Transcript.of("RFC 2449, section 5", """
            S: +OK
            C: CAPA
            S: +OK Capability list follows
            S: TOP
            S: USER
            S: SASL CRAM-MD5 KERBEROS_V4
            S: RESP-CODES
            S: LOGIN-DELAY 900
            S: PIPELINING
            S: EXPIRE 60
            S: UIDL
            S: IMPLEMENTATION Shlemazle-Plotz-v302
            S: .
            C: QUIT
            S: +OK
            """);

    /** RFC 2595, section 4: the same command before TLS, and under it. */
    static final Transcript STLS = Transcript.of("RFC 2595, section 4", """
            S: +OK
            C: STLS
            S: +OK Begin TLS negotiation
            C: STLS
            S: -ERR Command not permitted when TLS active
            C: QUIT
            S: +OK
            """);

    /** The same as a client meets it that does not know better: one that knows of TLS sends no second STLS. */
    static final Transcript REFUSED_STLS = Transcript.of("RFC 2595, section 4, refused", """
            S: +OK
            C: STLS
            S: -ERR Command not permitted when TLS active
            C: QUIT
            S: +OK
            """);

    /** RFC 5034, section 6: PLAIN under TLS, with its response in the command. */
    static final Transcript PLAIN_AT_ONCE = Transcript.of("RFC 5034, first response in the command", """
            S: +OK pop.example.com BlurdyBlurp POP3 server ready
            C: CAPA
            S: +OK List of capabilities follows
            S: SASL DIGEST-MD5 GSSAPI ANONYMOUS
            S: STLS
            S: IMPLEMENTATION BlurdyBlurp POP3 server
            S: .
            C: STLS
            S: +OK Begin TLS negotiation now
            C: CAPA
            S: +OK List of capabilities follows
            S: SASL PLAIN DIGEST-MD5 GSSAPI ANONYMOUS
            S: IMPLEMENTATION BlurdyBlurp POP3 server
            S: .
            C: AUTH PLAIN dGVzdAB0ZXN0AHRlc3Q=
            S: +OK Maildrop locked and ready
            C: QUIT
            S: +OK
            """);

    /** RFC 5034, section 6: PLAIN where the client waits for the empty challenge. */
    static final Transcript PLAIN = Transcript.of("RFC 5034, empty challenge", """
            S: +OK
            C: AUTH PLAIN
            S: +\s
            C: dGVzdAB0ZXN0AHRlc3Q=
            S: +OK Maildrop locked and ready
            C: QUIT
            S: +OK
            """);

    /**
     * RFC 5034, section 6: DIGEST-MD5. To the engines its octets are like any others, and it shows nothing but framing: its
     * digests fit the realm {@code elwood.innosoft.com} and the URI {@code pop/elwood.innosoft.com}, not those that it names.
     */
    static final Transcript DIGEST_MD5 = Transcript.of("RFC 5034, DIGEST-MD5", """
            S: +OK pop.example.com BlurdyBlurp POP3 server ready
            C: AUTH DIGEST-MD5
            S: + %s
            C: %s
            S: + cnNwYXV0aD0wYjk3MTQ2MmNlZjVlOGY5MzBkYjlhMzNiMDJmYzlhMA==
            C:\s
            S: +OK Maildrop locked and ready
            C: QUIT
            S: +OK
            """.formatted(
                    "cmVhbG09ImVsd29vZC5pbm5vc29mdC5leGFtcGxlLmNvbSIsbm9uY2U9Ik9BNk1HOXRFUUdtMmhoIixxb3A9ImF1dGgi"
                            + "LGFsZ29yaXRobT1tZDUtc2VzcyxjaGFyc2V0PXV0Zi04",
                    "Y2hhcnNldD11dGYtOCx1c2VybmFtZT0iY2hyaXMiLHJlYWxtPSJlbHdvb2QuaW5ub3NvZnQuZXhhbXBsZS5jb20iLG5v"
                            + "bmNlPSJPQTZNRzl0RVFHbTJoaCIsbmM9MDAwMDAwMDEsY25vbmNlPSJPQTZNSFhoNlZxVHJSayIsZGlnZXN0LXVy"
                            + "aT0icG9wL2Vsd29vZC5pbm5vc29mdC5leGFtcGxlLmNvbSIscmVzcG9uc2U9YjBkNTZkMmYwNTRjMjRiNjIwNzIz"
                            + "MjIxMDY0NjhkYjkscW9wPWF1dGg="));

    /** RFC 2195, section 2, which shows it for IMAP. */
    static final Transcript CRAM_MD5 = Transcript.of("RFC 2195, section 2", """
            S: +OK
            C: AUTH CRAM-MD5
            S: + PDE4OTYuNjk3MTcwOTUyQHBvc3RvZmZpY2UucmVzdG9uLm1jaS5uZXQ+
            C: dGltIGI5MTNhNjAyYzdlZGE3YTQ5NWI0ZTZlNzMzNGQzODkw
            S: +OK
            C: QUIT
            S: +OK
            """);

    /** RFC 1939, section 7, USER; section 6, QUIT: what this server says otherwise, or never. */
    static final Transcript OTHER_SERVERS = Transcript.of("RFC 1939, another server", """
            S: +OK dewey POP3 server ready
            C: USER frated
            S: -ERR sorry, no mailbox for frated here
            C: USER mrose
            S: +OK mrose is a real hoopy frood
            C: PASS secret
            S: +OK mrose's maildrop has 2 messages (320 octets)
            C: RSET
            S: +OK maildrop has 2 messages (320 octets)
            C: QUIT
            S: +OK dewey POP3 server signing off (2 messages left)
            """);

    /** RFC 6856, section 3.2, with the languages of a server that has some. Its texts are UTF-8. */
    static final Transcript LANGUAGES = Transcript.of("RFC 6856, section 3.2", """
            S: +OK
            C: UTF8
            S: +OK
            C: USER karen
            S: +OK Hello, karen
            C: PASS password
            S: +OK karen's maildrop contains 2 messages (320 octets)
            C: LANG MUL
            S: -ERR invalid language MUL
            C: LANG
            S: +OK Language listing follows:
            S: en English
            S: en-boont English Boontling dialect
            S: de Deutsch
            S: it Italiano
            S: es Espa\u00c3\u00b1ol
            S: sv Svenska
            S: i-default Default language
            S: .
            C: LANG
            S: -ERR Server is unable to list languages
            C: LANG es
            S: +OK es Idioma cambiado
            C: LANG uga
            S: -ERR es Idioma <<UGA>> no es conocido
            C: LANG sv
            S: +OK sv Kommandot "LANG" lyckades
            C: LANG *
            S: +OK es Idioma cambiado
            C: QUIT
            S: +OK
            """);

    private Transcripts() {}

    /** What a client has to understand. */
    static Stream<Transcript> all() {
        return Stream.concat(
                served().filter(transcript -> !transcript.equals(STLS)),
                Stream.of(REFUSED_STLS, OTHER_SERVERS, LANGUAGES));
    }

    /** What the server engine can say, too. */
    static Stream<Transcript> served() {
        return Stream.of(
                SESSION, COMMANDS, REFUSED_LOGINS, CAPABILITIES, STLS, PLAIN_AT_ONCE, PLAIN, DIGEST_MD5, CRAM_MD5);
    }

    /** The text of the first message: what the transcript shows, without stuffed dots. */
    static String message(int number) {
        return SESSION.exchanges().stream()
                .filter(exchange -> exchange.command().equals("RETR " + number))
                .flatMap(exchange -> exchange.data().stream())
                .map(line -> (line.startsWith(".") ? line.substring(1) : line) + "\r\n")
                .reduce("", String::concat);
    }
}
