package org.pop3j.servers;

class GlassFishIT extends Scenarios {
    GlassFishIT() {
        super(new GlassFish());
    }
}
