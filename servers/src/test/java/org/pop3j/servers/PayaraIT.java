package org.pop3j.servers;

import java.util.List;
import java.util.stream.Stream;
import org.pop3j.servers.Fault.Verdict;

class PayaraIT extends AsadminScenarios {
    PayaraIT() {
        super(new Payara());
    }

    @Override
    List<OwnSyntax> ownSyntax() {
        return Stream.concat(
                        super.ownSyntax().stream(),
                        Stream.of("${ENV=SUITE_PASSWORD}", "${MPCONFIG=SUITE_PASSWORD}")
                                .map(password -> own("password", password, Verdict.tolerated(""))))
                .toList();
    }

    @Override
    Verdict verdict(Fault fault) {
        return switch (fault) {
            case NOT_BOUND -> Verdict.refused("java.lang.NoClassDefFoundError: org/pop3j/ra/MailListener");
            case UNKNOWN_SECRET ->
                Verdict.refused(
                        "userName: holds a ${...} that nobody has replaced: use ${env.NAME}, ${sys.name} or ${file:/path}");
            case LOGIN_REFUSED ->
                Verdict.withoutTheBean("the name, the password or the token is refused (CREDENTIALS)");
            case MISSING_PROPERTY -> Verdict.refused("ConstraintViolationException: userName: is required");
            case WRONG_VALUE ->
                Verdict.refused(
                        "ConstraintViolationException: pollInterval: is not an ISO-8601 duration such as PT30S: 5 minutes");
            case WRONG_TYPE -> Verdict.refused("ConstraintViolationException: portNumber: is not a whole number: abc");
            case UNKNOWN_PROPERTY ->
                Verdict.tolerated(
                        "RAR7097: No setter method present for the property pollIntervall in the class org.pop3j.ra.Pop3ActivationSpec");
            case OTHER_LISTENER ->
                Verdict.refused(
                        "jakarta.resource.NotSupportedException: POP3J0002 org.pop3j.servers.bad.OtherListenerBean implements no"
                                + " listener interface of the adapter");
            case API_TWICE -> Verdict.tolerated("");
        };
    }
}
