package org.pop3j.testserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.pop3j.testserver.fault.Effect;
import org.pop3j.testserver.fault.Fault;
import org.pop3j.testserver.fault.Point;

class FaultTriggersTest {
    private final Pop3TestServer server = Pop3TestServer.builder()
            .user("alice", "secret")
            .user("bob", "secret")
            .start();

    @AfterEach
    void closeServer() {
        server.close();
    }

    @Test
    void nthIsThatTimeOnly() throws IOException {
        InjectedFault injected = inject("nth 3");
        assertThat(noops(6, "alice")).isEqualTo("++-+++");
        assertThat(injected.fired()).isEqualTo(1);
    }

    @Test
    void timesAreTheFirstOnes() throws IOException {
        inject("times 2");
        assertThat(noops(4, "alice")).isEqualTo("--++");
    }

    @Test
    void nthAndTimesAreSoManyFromThereOn() throws IOException {
        inject("nth 2 times 3");
        assertThat(noops(6, "alice")).isEqualTo("+---++");
    }

    @Test
    void timesAreCountedForTheServer() throws IOException {
        inject("nth 2 times 2");
        assertThat(noops(2, "alice") + noops(2, "bob")).isEqualTo("+--+");
    }

    @Test
    void aUserIsWhoHasLoggedIn() throws IOException {
        inject("user bob");
        assertThat(noops(2, "alice")).isEqualTo("++");
        assertThat(noops(2, "bob")).isEqualTo("--");
    }

    @Test
    void beforeTheLoginAUserIsWhoWasNamedLast() throws IOException {
        server.inject(Fault.parse("command PASS user bob: reply \"-ERR not you\""));
        try (LineClient client = LineClient.clear(server)) {
            client.ok("USER bob");
            assertThat(client.command("PASS secret")).isEqualTo("-ERR not you");
            client.ok("USER alice");
            client.ok("PASS secret");
        }
    }

    @Test
    void theSessionIsTheNumberInTheRecord() throws IOException {
        inject("session 2 nth 2");
        assertThat(noops(3, "alice")).isEqualTo("+++");
        assertThat(noops(3, "alice")).isEqualTo("+-+");
        assertThat(noops(3, "alice")).isEqualTo("+++");
        assertThat(server.sessions().get(1).lines()).anyMatch(line -> line.startsWith("*: fault: "));
    }

    @Test
    void chanceIsTheSameForTheSameSeed() throws IOException {
        InjectedFault first = inject("probability 0.3 seed 42");
        String choices = noops(200, "alice");
        assertThat(first.fired()).isBetween(30L, 90L);
        first.remove();
        inject("probability 0.3 seed 42");
        assertThat(noops(200, "alice")).isEqualTo(choices);
        server.clearFaults();
        inject("probability 0.3 seed 43");
        assertThat(noops(200, "alice")).isNotEqualTo(choices);
    }

    @Test
    void removedFaultsDoNotHappen() throws IOException {
        InjectedFault one = inject("");
        InjectedFault two = inject("user bob");
        assertThat(server.faults()).containsExactly(one, two);
        one.remove();
        one.remove();
        assertThat(server.faults()).containsExactly(two);
        assertThat(noops(1, "alice")).isEqualTo("+");
        assertThat(two.fault()).hasToString("command NOOP user bob: reply \"-ERR\"");
        server.clearFaults();
        assertThat(noops(1, "bob")).isEqualTo("+");
    }

    @Test
    void faultsCanComeWhileASessionIsOpen() throws IOException {
        try (LineClient client = LineClient.alice(server)) {
            client.ok("NOOP");
            inject("");
            client.refused("NOOP");
            server.clearFaults();
            client.ok("NOOP");
        }
    }

    @Test
    void aFaultWithoutEffectsIsRefused() {
        assertThatThrownBy(() -> server.inject(Fault.at(Point.accept())))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("then(");
        server.inject(Fault.at(Point.accept()).then(Effect.close()));
    }

    private InjectedFault inject(String trigger) {
        return server.inject(Fault.parse("command NOOP " + trigger + ": reply \"-ERR\""));
    }

    /** The signs of so many answers. */
    private String noops(int count, String user) throws IOException {
        StringBuilder signs = new StringBuilder();
        try (LineClient client = LineClient.clear(server)) {
            client.login(user, "secret");
            for (int i = 0; i < count; i++) {
                signs.append(client.command("NOOP").charAt(0));
            }
            client.ok("QUIT");
        }
        return signs.toString();
    }
}
