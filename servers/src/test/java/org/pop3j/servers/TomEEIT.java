package org.pop3j.servers;

class TomEEIT extends Scenarios {
    TomEEIT() {
        super(new TomEE());
    }
}
