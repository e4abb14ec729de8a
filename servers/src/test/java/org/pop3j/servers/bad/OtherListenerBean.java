package org.pop3j.servers.bad;

import jakarta.ejb.ActivationConfigProperty;
import jakarta.ejb.MessageDriven;

/** Implements an interface of which the adapter knows nothing. */
@MessageDriven(
        name = "BadBean",
        messageListenerInterface = Runnable.class,
        activationConfig = {
            @ActivationConfigProperty(propertyName = "serverName", propertyValue = "localhost"),
            @ActivationConfigProperty(propertyName = "portNumber", propertyValue = "${env.SUITE_POP3_PORT}"),
            @ActivationConfigProperty(propertyName = "trustedCertificates", propertyValue = "${env.SUITE_TRUST}"),
            @ActivationConfigProperty(propertyName = "userName", propertyValue = "bad"),
            @ActivationConfigProperty(propertyName = "password", propertyValue = "${env.SUITE_PASSWORD}")
        })
public class OtherListenerBean implements Runnable {
    @Override
    public void run() {
        throw new IllegalStateException("nobody calls this");
    }
}
