package org.pop3j.interop;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.pop3j.client.Tls;

/** Programs of Debian's, each called the way its manual says and given the authority to trust in its own way. */
enum ForeignPrograms implements ForeignClient {
    /** One session fetches, another one deletes: a command that replaces RETR has no body to store. */
    CURL {
        @Override
        public List<String> fetchAndDelete(Fetching fetching) throws IOException {
            String url = "%s://%s:%d/"
                    .formatted(fetching.tls() == Tls.IMPLICIT ? "pop3s" : "pop3", Fetching.HOST, fetching.port());
            List<String> common = new ArrayList<>(List.of(
                    "--silent",
                    "--show-error",
                    "--max-time",
                    "60",
                    "--fail-early",
                    "--user",
                    fetching.user() + ":" + fetching.password(),
                    "--cacert",
                    fetching.authority().toString()));
            if (fetching.tls() == Tls.STLS) {
                common.add("--ssl-reqd");
            }
            List<String> fetch = new ArrayList<>(common);
            fetch.addAll(List.of("--output", fetching.out() + "/#1", url + "[1-" + fetching.messages() + "]"));
            fetching.run(DebianPackage.CURL, fetch);
            List<String> delete = new ArrayList<>(common);
            delete.addAll(List.of("--request", "DELE", "--head"));
            IntStream.rangeClosed(1, fetching.messages()).forEach(number -> delete.add(url + number));
            fetching.run(DebianPackage.CURL, delete);
            return Fetching.files(fetching.out());
        }
    },

    /**
     * Gives each message to a program, with the line ends of this system. It reads 8,191 octets of a line at a time, the
     * stuffed dot among them, and puts NUL, a chance octet and LF between them, which are taken out here; and it ends a
     * header that lacks its empty line.
     */
    FETCHMAIL {
        @Override
        public List<String> fetchAndDelete(Fetching fetching) throws IOException {
            Path delivery = fetching.write("deliver.sh", "cat >\"$(mktemp '" + fetching.out() + "/XXXXXXXXXX')\"\n");
            String tls =
                    switch (fetching.tls()) {
                        case NONE -> "sslproto ''";
                        case STLS -> "sslproto 'TLS1.2+' sslcertck sslcertfile '%s'".formatted(fetching.authority());
                        case IMPLICIT ->
                            "ssl sslproto 'TLS1.2+' sslcertck sslcertfile '%s'".formatted(fetching.authority());
                    };
            // "invisible" keeps it from adding a Received field, "no rewrite" from completing addresses.
            Path settings = fetching.write("fetchmailrc", """
                    set invisible
                    poll %s service %d proto pop3 timeout 30
                      user '%s' password '%s' %s
                      nokeep fetchall no rewrite mda "sh '%s'"
                    """.formatted(
                            Fetching.HOST, fetching.port(), fetching.user(), fetching.password(), tls, delivery));
            Files.setPosixFilePermissions(settings, PosixFilePermissions.fromString("rw-------"));
            fetching.run(
                    DebianPackage.FETCHMAIL,
                    List.of(
                            "-f",
                            settings.toString(),
                            "--nodetach",
                            "--nosyslog",
                            "-i",
                            fetching.folder() + "/ids",
                            "--pidfile",
                            fetching.folder() + "/pid"));
            return Fetching.files(fetching.out()).stream()
                    .map(message -> message.replaceAll("([^\n\0]{8190,8191})\0(?s:.)\n", "$1"))
                    .toList();
        }

        @Override
        public String form(String message) {
            return endOfHeader(message.replace("\r\n", "\n"));
        }
    },

    /** Delivers into a Maildir, whose files have the line ends of this system. */
    MPOP {
        @Override
        public List<String> fetchAndDelete(Fetching fetching) throws IOException {
            for (String part : List.of("cur", "new", "tmp")) {
                Files.createDirectory(fetching.out().resolve(part));
            }
            Path password = fetching.write("password", fetching.password());
            List<String> arguments = new ArrayList<>(List.of(
                    "--host=" + Fetching.HOST,
                    "--port=" + fetching.port(),
                    "--user=" + fetching.user(),
                    "--passwordeval=cat '" + password + "'",
                    "--auth=on",
                    "--timeout=30",
                    "--keep=off",
                    "--delivery=maildir," + fetching.out(),
                    "--received-header=off",
                    "--uidls-file=" + fetching.folder() + "/ids"));
            if (fetching.tls() == Tls.NONE) {
                // It sends no password in the clear unless it is told how.
                arguments.add("--tls=off");
            } else {
                arguments.addAll(List.of(
                        "--tls=on",
                        "--tls-starttls=" + (fetching.tls() == Tls.STLS ? "on" : "off"),
                        "--tls-trust-file=" + fetching.authority()));
            }
            fetching.run(DebianPackage.MPOP, arguments);
            return Fetching.files(fetching.out());
        }

        @Override
        public String form(String message) {
            return message.replace("\r\n", "\n");
        }
    },

    /**
     * Gives each message to a program, with the line ends of this system and a Return-Path; it ends a header that lacks its empty line.
     * It has no STLS.
     */
    GETMAIL {
        @Override
        public List<String> fetchAndDelete(Fetching fetching) throws IOException {
            Path delivery = fetching.write("deliver.sh", "cat >\"$(mktemp '" + fetching.out() + "/XXXXXXXXXX')\"\n");
            String tls = fetching.tls() == Tls.NONE ? "" : "ca_certs = " + fetching.authority();
            fetching.write("getmailrc", """
                    [retriever]
                    type = %s
                    server = %s
                    port = %d
                    username = %s
                    password = %s
                    timeout = 30
                    %s
                    [destination]
                    type = MDA_external
                    path = /bin/sh
                    arguments = ("%s", )
                    allow_root_commands = true
                    [options]
                    delete = true
                    read_all = true
                    delivered_to = false
                    received = false
                    """.formatted(
                            fetching.tls() == Tls.NONE ? "SimplePOP3Retriever" : "SimplePOP3SSLRetriever",
                            Fetching.HOST,
                            fetching.port(),
                            fetching.user(),
                            fetching.password(),
                            tls,
                            delivery));
            fetching.run(DebianPackage.GETMAIL, List.of("--getmaildir=" + fetching.folder(), "--rcfile=getmailrc"));
            return Fetching.files(fetching.out());
        }

        @Override
        public String form(String message) {
            return "Return-Path: <unknown>\n" + endOfHeader(message.replace("\r\n", "\n"));
        }
    },

    /** Hands out lines without their ends; a line of more than 2,048 octets is an error unless its limit is raised. */
    POPLIB {
        @Override
        public List<String> fetchAndDelete(Fetching fetching) throws IOException {
            Path script = fetching.write("fetch.py", """
                    import poplib, ssl, sys
                    way, port, user, password, authority, out = sys.argv[1:]
                    poplib._MAXLINE = 1 << 20
                    trust = ssl.create_default_context(cafile=authority)
                    if way == "IMPLICIT":
                        maildrop = poplib.POP3_SSL("localhost", int(port), context=trust, timeout=30)
                    else:
                        maildrop = poplib.POP3("localhost", int(port), timeout=30)
                    if way == "STLS":
                        maildrop.stls(context=trust)
                    maildrop.user(user)
                    maildrop.pass_(password)
                    for number in range(1, maildrop.stat()[0] + 1):
                        status, lines, octets = maildrop.retr(number)
                        with open("%s/%d" % (out, number), "wb") as message:
                            message.write(b"".join(line + b"\\r\\n" for line in lines))
                        assert octets == sum(len(line) + 2 for line in lines), (number, octets)
                        maildrop.dele(number)
                    maildrop.quit()
                    """);
            fetching.run(
                    DebianPackage.PYTHON,
                    List.of(
                            script.toString(),
                            fetching.tls().name(),
                            String.valueOf(fetching.port()),
                            fetching.user(),
                            fetching.password(),
                            fetching.authority().toString(),
                            fetching.out().toString()));
            return Fetching.files(fetching.out());
        }
    };

    private static String endOfHeader(String message) {
        return message.contains("\n\n") ? message : message + "\n";
    }
}
