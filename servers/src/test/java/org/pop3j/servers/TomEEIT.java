package org.pop3j.servers;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.pop3j.servers.Fault.Verdict;
import org.pop3j.servers.secret.CipherBean;

class TomEEIT extends Scenarios {
    TomEEIT() {
        super(new TomEE());
    }

    /** The size of the pool of a message-driven bean. */
    @Override
    int instances() {
        return 10;
    }

    @Override
    Verdict verdict(Fault fault) {
        return switch (fault) {
            case NOT_BOUND -> Verdict.tolerated("");
            case UNKNOWN_SECRET ->
                Verdict.withoutTheBean("the name, the password or the token is refused (CREDENTIALS)");
            case LOGIN_REFUSED ->
                Verdict.withoutTheBean("the name, the password or the token is refused (CREDENTIALS)");
            case MISSING_PROPERTY ->
                Verdict.refused("POP3J0001 the activation spec is not valid: userName: is required");
            case WRONG_VALUE ->
                Verdict.refused(
                        "POP3J0001 the activation spec is not valid: pollInterval: is not an ISO-8601 duration such as PT30S: 5 minutes");
            case WRONG_TYPE ->
                Verdict.refused("POP3J0001 the activation spec is not valid: portNumber: is not a whole number: abc");
            case UNKNOWN_PROPERTY ->
                Verdict.refused("No setter found for the activation spec properties: [pollIntervall]");
            case OTHER_LISTENER ->
                Verdict.refused(
                        "Deployment 'BadBean' has message listener interface java.lang.Runnable but this MDB container only supports"
                                + " interface jakarta.jms.MessageListener");
            case API_TWICE -> Verdict.tolerated("");
        };
    }

    /** It takes ${ and } away from what an application says. */
    @Override
    Matrix.Outcome adaptersSyntax() {
        return Matrix.Outcome.CONFIGURED;
    }

    @Override
    Optional<Path> applicationWithItsSecret() throws IOException {
        return Optional.of(Applications.with(CipherBean.class));
    }

    @Override
    Verdict verdictOnTheEar(int beans) {
        return beans == 1
                ? Verdict.tolerated("")
                : Verdict.refused("Cannot bind Container with id Default MDB Container");
    }
}
