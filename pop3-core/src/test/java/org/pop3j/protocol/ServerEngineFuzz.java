package org.pop3j.protocol;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.pop3j.protocol.FuzzInput.require;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.TreeSet;

/**
 * What any client may do to a server. The input is fed twice: line by line, each answer read by a client engine; and cut
 * into pieces while answers are under way. Both must come to the same, within bounds.
 */
public final class ServerEngineFuzz {
    private final FuzzServer settings;
    private final List<String> flights;
    private final int inStep;
    private final int outStep;
    /** How many times the engine is asked between two pieces; 0 is until it wants more. */
    private final int patience;

    private ServerEngineFuzz(FuzzInput input) {
        settings = new FuzzServer(input);
        inStep = 1 + input.choose(64);
        outStep = 1 + input.choose(128) * 8;
        patience = input.choose(4);
        flights = input.flights();
    }

    /** Called by the fuzzer, and for each kept input by {@link FuzzCorpusTest}. */
    public static void fuzzerTestOneInput(byte[] octets) throws Exception {
        ServerEngineFuzz fuzz = new ServerEngineFuzz(new FuzzInput(octets));
        FuzzServer.Run lineByLine = fuzz.settings.run();
        new FuzzConversation(lineByLine).hold(fuzz.flights);
        FuzzServer.Run cut = fuzz.settings.run();
        fuzz.feed(cut);
        require(cut.output().equals(lineByLine.output()), "the answers depend on the cut");
        require(cut.engine().state() == lineByLine.engine().state(), "the state depends on the cut");
        require(cut.removed().equals(lineByLine.removed()), "the deletions depend on the cut");
        require(cut.received() == lineByLine.received(), "the lines depend on the cut");
    }

    private void feed(FuzzServer.Run run) {
        run.ask(outStep, 0);
        for (String flight : flights) {
            ByteBuffer octets = ByteBuffer.wrap(flight.getBytes(ISO_8859_1));
            while (octets.hasRemaining()) {
                int before = octets.position();
                ByteBuffer piece = octets.slice(before, Math.min(inStep, octets.remaining()));
                run.engine().receive(piece);
                octets.position(before + piece.position());
                run.ask(outStep, piece.hasRemaining() ? 0 : patience);
            }
            run.ask(outStep, 0);
            run.startTlsIfDue();
        }
        run.end(new TreeSet<>(run.removed()));
    }
}
