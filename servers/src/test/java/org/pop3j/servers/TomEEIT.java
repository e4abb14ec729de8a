package org.pop3j.servers;

import org.pop3j.servers.Fault.Verdict;

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

    @Override
    String noSecretOfItsOwn() {
        return "Adding OwnSecretBean bean activation-config property password=cipher:Static3DES:";
    }
}
