package org.pop3j.servers;

import org.pop3j.servers.Fault.Verdict;

class GlassFishIT extends AsadminScenarios {
    GlassFishIT() {
        super(new GlassFish());
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
                        "RAR7097: No setter method present for the property pollIntervall of type class java.lang.String in the"
                                + " class org.pop3j.ra.Pop3ActivationSpec");
            case OTHER_LISTENER ->
                Verdict.refused("java.lang.IllegalStateException: Unsupported message listener type");
            case API_TWICE -> Verdict.tolerated("");
        };
    }
}
