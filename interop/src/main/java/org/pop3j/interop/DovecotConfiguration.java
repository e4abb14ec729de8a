package org.pop3j.interop;

import java.io.IOException;
import java.nio.file.Path;

/** Configuration for Dovecot 2.3: POP3 only, loopback only, nothing but the log outside its own directory. */
record DovecotConfiguration(
        Path state,
        FileOwner runner,
        Path log,
        int port,
        int tlsPort,
        SelfSignedCertificate certificate,
        SelfSignedCertificate clientCertificate,
        String user,
        boolean clearTextLogin) {

    /**
     * A configuration with fresh ports and a fresh certificate, for whoever owns the directory.
     *
     * @param user whom the client's certificate, and ANONYMOUS, stand for
     */
    static DovecotConfiguration in(Path state, Path log, String user, boolean clearTextLogin) throws IOException {
        return new DovecotConfiguration(
                state,
                FileOwner.of(state),
                log,
                Ports.free(),
                Ports.free(),
                SelfSignedCertificate.in(state),
                SelfSignedCertificate.in(state, user),
                user,
                clearTextLogin);
    }

    Path maildirs() {
        return state.resolve("mail");
    }

    Path users() {
        return state.resolve("users");
    }

    Path keys() {
        return state.resolve("keys");
    }

    Path oauth() {
        return state.resolve("oauth2.conf");
    }

    String oauthText() {
        return """
                introspection_mode = local
                local_validation_key_dict = fs:posix:prefix=%s/
                username_attribute = sub
                """.formatted(keys());
    }

    /** Who owns the Maildir: Dovecot refuses to read mail as root. */
    FileOwner mailOwner() {
        return runner.isRoot() ? new FileOwner("mail", "mail") : runner;
    }

    String text() {
        return """
                base_dir = %s/run
                state_dir = %s/state
                log_path = %s
                protocols = pop3
                listen = 127.0.0.1
                disable_plaintext_auth = %s
                auth_mechanisms = plain login cram-md5 digest-md5 apop scram-sha-1 scram-sha-256 anonymous oauthbearer xoauth2 external
                auth_anonymous_username = %s
                auth_failure_delay = 0
                auth_ssl_username_from_cert = yes
                ssl_verify_client_cert = yes
                ssl_require_crl = no
                ssl_ca = <%s
                ssl = yes
                ssl_cert = <%s
                ssl_key = <%s
                first_valid_uid = 1
                mail_location = maildir:%s/%%u
                pop3_lock_session = yes
                mail_max_userip_connections = 100
                passdb {
                  driver = passwd-file
                  mechanisms = plain login cram-md5 digest-md5 apop scram-sha-1 scram-sha-256 anonymous
                  args = %s
                }
                passdb {
                  driver = static
                  mechanisms = external
                  args = nopassword=y
                }
                passdb {
                  driver = oauth2
                  mechanisms = oauthbearer xoauth2
                  args = %s
                }
                userdb {
                  driver = static
                  args = uid=%s gid=%s home=%s
                }
                """.formatted(
                                state,
                                state,
                                log,
                                clearTextLogin ? "no" : "yes",
                                user,
                                clientCertificate.certificate(),
                                certificate.certificate(),
                                certificate.key(),
                                maildirs(),
                                users(),
                                oauth(),
                                mailOwner().user(),
                                mailOwner().group(),
                                state)
                + services()
                + (runner.isRoot() ? "" : withoutRoot());
    }

    private String services() {
        return """
                service pop3-login {
                  inet_listener pop3 {
                    port = %d
                  }
                  inet_listener pop3s {
                    port = %d
                    ssl = yes
                  }
                }
                # no growing delay after failed logins
                service anvil {
                  unix_listener anvil-auth-penalty {
                    mode = 0
                  }
                }
                """.formatted(port, tlsPort);
    }

    /** Only root may change user and root directory: for everybody else it all runs as himself, where it is. */
    private String withoutRoot() {
        return """
                default_internal_user = %s
                default_internal_group = %s
                default_login_user = %s
                service pop3-login {
                  chroot =
                }
                service anvil {
                  chroot =
                }
                """.formatted(runner.user(), runner.group(), runner.user());
    }
}
