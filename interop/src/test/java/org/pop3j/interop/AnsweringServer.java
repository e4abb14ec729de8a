package org.pop3j.interop;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A server that knows no state: it has an answer for each command, and one message. What it is not told to do otherwise it
 * answers as a good server would. It serves one client after the other.
 */
final class AnsweringServer implements AutoCloseable {
    static final String MESSAGE = "Subject: hello\r\n\r\nhello\r\n";

    private static final String GREETING = "greeting";
    private static final String OK = "+OK\r\n";

    private final ServerSocket listener;
    private final Map<String, Answer> answers = new HashMap<>();
    private final List<String> commands = new CopyOnWriteArrayList<>();
    private final List<Socket> clients = new CopyOnWriteArrayList<>();
    private final Thread thread = new Thread(this::serve, "answering server");

    private AnsweringServer() {
        try {
            this.listener = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        for (String keyword : List.of(GREETING, "USER", "PASS", "DELE", "NOOP", "RSET")) {
            answers.put(keyword, Answer.text(OK));
        }
        answers.put("CAPA", Answer.text("+OK\r\nUIDL\r\nTOP\r\nUSER\r\n.\r\n"));
        answers.put("STAT", Answer.text("+OK 1 " + MESSAGE.length() + "\r\n"));
        answers.put("LIST", Answer.text("+OK\r\n1 " + MESSAGE.length() + "\r\n.\r\n"));
        answers.put("LIST 1", Answer.text("+OK 1 " + MESSAGE.length() + "\r\n"));
        answers.put("RETR", Answer.text("+OK\r\n" + MESSAGE + ".\r\n"));
        answers.put("QUIT", Answer.textAndEnd(OK));
        thread.setDaemon(true);
    }

    /** A good server. */
    static AnsweringServer start() {
        AnsweringServer server = new AnsweringServer();
        server.thread.start();
        return server;
    }

    /** A server that answers one command, or all commands with one keyword, in its own way. */
    static AnsweringServer answering(String command, Answer answer) {
        return answering(Map.of(command, answer));
    }

    static AnsweringServer answering(Map<String, Answer> answers) {
        AnsweringServer server = new AnsweringServer();
        server.answers.putAll(answers);
        server.thread.start();
        return server;
    }

    /** A server with a first line of its own. */
    static AnsweringServer greeting(Answer answer) {
        return answering(GREETING, answer);
    }

    /** A server whose only message comes in these octets, dots stuffed and the final one included. */
    static AnsweringServer sending(String message) {
        return answering("RETR", Answer.text("+OK\r\n" + message));
    }

    int port() {
        return listener.getLocalPort();
    }

    /** What the clients have said since the last call of this method. */
    List<String> commands() {
        List<String> said = List.copyOf(commands);
        commands.removeAll(said);
        return said;
    }

    /** Ends all connections. */
    void endConnections() throws IOException {
        for (Socket client : clients) {
            client.close();
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
        endConnections();
    }

    private void serve() {
        while (!listener.isClosed()) {
            try (Socket client = listener.accept()) {
                clients.add(client);
                serve(client);
            } catch (IOException e) {
                // The client or the test has gone.
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void serve(Socket client) throws IOException, InterruptedException {
        BufferedReader in = new BufferedReader(new InputStreamReader(client.getInputStream(), ISO_8859_1));
        answer(GREETING).to(client);
        String command = client.isClosed() ? null : in.readLine();
        while (command != null) {
            commands.add(command);
            answer(command).to(client);
            command = client.isClosed() ? null : in.readLine();
        }
    }

    private Answer answer(String command) {
        Answer whole = answers.get(command);
        return whole == null
                ? answers.getOrDefault(command.split(" ", 2)[0], Answer.text("-ERR no such command\r\n"))
                : whole;
    }
}
