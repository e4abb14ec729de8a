package org.pop3j.servers;

class PayaraIT extends Scenarios {
    PayaraIT() {
        super(new Payara());
    }
}
