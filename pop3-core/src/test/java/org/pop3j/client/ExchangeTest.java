package org.pop3j.client;

import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import org.junit.jupiter.api.Test;
import org.pop3j.protocol.Command;
import org.pop3j.protocol.Keyword;
import org.pop3j.protocol.Limits;
import org.pop3j.protocol.Pop3ProtocolException;

/** What cannot be seen from above, because it depends on when octets arrive. */
class ExchangeTest {
    @Test
    void octetsThatArriveUnaskedBetweenTwoCommandsAreNotTakenForAnAnswer() throws Exception {
        try (ScriptedServer server = ScriptedServer.play("""
                S: +OK ready
                C: CAPA
                S: -ERR
                ! wait answered
                S: +OK bye
                ! hold
                """)) {
            Transport transport =
                    Transport.connect(new Endpoint("127.0.0.1", server.port()), Timeouts.DEFAULT, abort -> {});
            Exchange exchange = new Exchange(transport, Limits.DEFAULT, new Observer(null, null));
            exchange.greeting();
            assertThatThrownBy(() -> exchange.ask(Command.of(Keyword.CAPA), statusLine -> statusLine))
                    .isInstanceOf(Pop3ReplyException.class);
            server.go("answered");
            await().until(transport::available);
            assertThatThrownBy(exchange::quit).isInstanceOf(Pop3ProtocolException.class);
        }
    }
}
