package org.pop3j.servers;

import java.util.List;
import java.util.Map;
import org.pop3j.servers.Fault.Verdict;

/** What GlassFish and Payara have in common. */
abstract class AsadminScenarios extends Scenarios {
    AsadminScenarios(AsadminServer server) {
        super(server);
    }

    /** The size of the pool of a message-driven bean. */
    @Override
    int instances() {
        return 32;
    }

    @Override
    String rolledBack() {
        return "Marking Tx for rollback  because container for ";
    }

    @Override
    List<OwnSyntax> ownSyntax() {
        return List.of(own("ledgerDirectory", "${com.sun.aas.instanceRoot}/bad", Verdict.tolerated("")));
    }

    static OwnSyntax own(String property, String value, Verdict verdict) {
        return new OwnSyntax(Map.of("userName", "bad", property, value), verdict);
    }
}
