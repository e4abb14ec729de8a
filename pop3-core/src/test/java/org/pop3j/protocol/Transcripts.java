package org.pop3j.protocol;

import java.util.stream.Stream;

/** The examples of the RFCs. Where they say "the server sends message 1", there is a message of that size. */
final class Transcripts {
    /** RFC 1939, section 10; USER and PASS from section 7 instead of APOP. */
    static final Transcript SESSION = Transcript.of("RFC 1939, section 10", """
            S: +OK POP3 server ready <1896.697170952@dbc.mtview.ca.us>
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

    /** RFC 2595, section 4: before TLS, and under it. */
    static final Transcript REFUSED_STLS = Transcript.of("RFC 2595, section 4", """
            S: +OK
            C: STLS
            S: -ERR Command not permitted when TLS active
            C: QUIT
            S: +OK
            """);

    private Transcripts() {}

    static Stream<Transcript> all() {
        return Stream.of(SESSION, COMMANDS, REFUSED_LOGINS, CAPABILITIES, REFUSED_STLS);
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
