package org.pop3j.servers;

class WildFlyIT extends Scenarios {
    WildFlyIT() {
        super(new WildFly());
    }
}
