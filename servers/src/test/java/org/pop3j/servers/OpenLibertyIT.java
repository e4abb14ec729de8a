package org.pop3j.servers;

class OpenLibertyIT extends Scenarios {
    OpenLibertyIT() {
        super(new OpenLiberty());
    }
}
