package org.pop3j.ra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.pop3j.auth.Mechanism;
import org.pop3j.testserver.Pop3TestServer;
import org.pop3j.testserver.fault.Effect;
import org.pop3j.testserver.fault.Fault;
import org.pop3j.testserver.fault.Point;

/** How a session logs in: by the best way that both sides allow, and by no other one. */
class LoginTest extends AdapterFixture {
    @Test
    void theBestMechanismLogsInAndThePasswordIsNotShown() throws Exception {
        maildrop.deliver(mail(1));

        activate(this::take, spec -> {});

        untilEmpty();
        assertThat(logins()).allMatch(login -> login.equals("AUTH SCRAM-SHA-256"));
    }

    @ParameterizedTest
    @CsvSource({"CRAM-MD5,AUTH CRAM-MD5", "'scram-sha-1, cram-md5',AUTH SCRAM-SHA-1", "USER,USER orders"})
    void theMechanismsThatAreSetAreUsed(String mechanisms, String login) throws Exception {
        maildrop.deliver(mail(1));

        activate(this::take, spec -> spec.setAuthMechanisms(mechanisms));

        untilEmpty();
        assertThat(logins()).allMatch(login::equals);
    }

    @Test
    void aServerWithoutMechanismsIsLoggedInByUserAndPass() throws Exception {
        anotherServer(Pop3TestServer.builder().mechanisms());
        maildrop.deliver(mail(1));

        activate(this::take, spec -> {});

        untilEmpty();
        assertThat(logins()).allMatch("USER orders"::equals);
    }

    /** Without TLS the client shows no password of its own accord; who sets tls=NONE has decided that it may. */
    @Test
    void withoutTlsAServerThatHasOnlyPlainIsLoggedInByUserAndPass() throws Exception {
        anotherServer(Pop3TestServer.builder().mechanisms(Mechanism.PLAIN, Mechanism.LOGIN));
        maildrop.deliver(mail(1));

        activate(this::take, spec -> {});

        untilEmpty();
        assertThat(logins()).allMatch("USER orders"::equals);
    }

    @Test
    void aServerThatHasNoneOfTheMechanismsThatAreSetIsToldOnceAndGetsNoPassword() throws Exception {
        anotherServer(Pop3TestServer.builder().mechanisms(Mechanism.PLAIN));
        maildrop.deliver(mail(1));

        activate(this::take, spec -> spec.setAuthMechanisms("CRAM-MD5"));
        await().atMost(LONG).until(() -> server.sessions().size() >= 3);

        assertThat(log.of("POP3J0102")).singleElement().asString().contains("NO_WAY_IN", "[PLAIN]", "[CRAM-MD5]");
        assertThat(logins()).isEmpty();
        assertThat(attempts).isEmpty();
    }

    /** W21: what the server says decides; only a refusal of the credentials slows the polls to a crawl. */
    @ParameterizedTest
    @CsvSource({
        "-ERR [AUTH] no,CREDENTIALS",
        "-ERR [SYS/TEMP] invalid password,TEMPORARY",
        "-ERR [SYS/PERM] call us,REFUSED",
        "-ERR authentication server unavailable,TEMPORARY",
        "-ERR account temporarily unavailable,TEMPORARY",
        "-ERR invalid password; please wait,CREDENTIALS",
        "-ERR no,CREDENTIALS",
        "-ERR [X-UNHEARD-OF] no,REFUSED"
    })
    void theReplyToTheLoginSaysWhatKindOfTroubleItIs(String reply, String trouble) throws Exception {
        server.inject(Fault.at(Point.login()).then(Effect.reply(reply)));

        activate(this::take, spec -> {});

        await().atMost(LONG).until(() -> !log.of("POP3J0102").isEmpty());
        assertThat(log.of("POP3J0102")).singleElement().asString().contains("(" + trouble + ")");
    }

    /** How each session began to log in. */
    private List<String> logins() {
        return server.sessions().stream()
                .flatMap(session -> session.commands().stream())
                .filter(command -> command.startsWith("AUTH") || command.startsWith("USER"))
                .toList();
    }
}
