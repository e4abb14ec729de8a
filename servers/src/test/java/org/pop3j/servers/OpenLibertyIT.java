package org.pop3j.servers;

import org.pop3j.servers.Fault.Verdict;

class OpenLibertyIT extends Scenarios {
    OpenLibertyIT() {
        super(new OpenLiberty());
    }

    @Override
    Verdict verdict(Fault fault) {
        return switch (fault) {
            case NOT_BOUND ->
                Verdict.withoutTheBean(
                        "CNTR4015W: The message endpoint for the UnboundBean message-driven bean cannot be activated because the bad/UnboundBean activation specification is not available.");
            case UNKNOWN_SECRET ->
                Verdict.withoutTheBean(
                        "userName: holds a ${...} that nobody has replaced: use ${env.NAME}, ${sys.name} or ${file:/path}");
            case LOGIN_REFUSED ->
                Verdict.withoutTheBean("the name, the password or the token is refused (CREDENTIALS)");
            case MISSING_PROPERTY ->
                notActivated(
                        "jakarta.resource.spi.InvalidPropertyException: POP3J0001 the activation spec is not valid: userName:"
                                + " is required");
            case WRONG_VALUE ->
                notActivated(
                        "jakarta.resource.spi.InvalidPropertyException: POP3J0001 the activation spec is not valid: pollInterval:"
                                + " is not an ISO-8601 duration such as PT30S: 5 minutes");
            case WRONG_TYPE ->
                notActivated(
                        "jakarta.resource.spi.InvalidPropertyException: POP3J0001 the activation spec is not valid: portNumber:"
                                + " is not a whole number: abc");
            case UNKNOWN_PROPERTY ->
                Verdict.tolerated("J2CA8501E: Property pollIntervall of configuration element bad/BadBean"
                        + " cannot be set because it is not found on the class org.pop3j.ra.Pop3ActivationSpec.");
            case OTHER_LISTENER ->
                notActivated("jakarta.resource.NotSupportedException: POP3J0002 org.pop3j.servers.bad.OtherListenerBean"
                        + " implements no listener interface of the adapter");
            case API_TWICE ->
                notActivated(
                        "jakarta.resource.NotSupportedException: POP3J0002 org.pop3j.servers.bad.BadBean implements no listener"
                                + " interface of the adapter; the application has a copy of the adapter's classes: remove it");
        };
    }

    /** The application is deployed, without this bean. */
    private static Verdict notActivated(String why) {
        return Verdict.withoutTheBean(
                "J2CA8802E: The message endpoint activation failed for resource adapter pop3 due to exception: " + why);
    }
}
