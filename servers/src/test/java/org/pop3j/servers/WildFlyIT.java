package org.pop3j.servers;

import org.pop3j.servers.Fault.Verdict;

class WildFlyIT extends Scenarios {
    WildFlyIT() {
        super(new WildFly());
    }

    /** The size of the pool of a message-driven bean. */
    @Override
    int instances() {
        return 4 * Runtime.getRuntime().availableProcessors();
    }

    @Override
    Verdict verdict(Fault fault) {
        return switch (fault) {
            case NOT_BOUND -> Verdict.refused("WFLYCTL0412: Required services that are not installed");
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
                        "WFLYEJB0006: ActivationConfigProperty pollIntervall will be ignored since it is not allowed by"
                                + " resource adapter: pop3-ra.rar");
            case OTHER_LISTENER ->
                Verdict.refused(
                        "WFLYEJB0383: No message listener of type java.lang.Runnable found in resource adapter pop3-ra.rar");
            case API_TWICE -> Verdict.tolerated("");
        };
    }
}
