package org.pop3j.testserver.tool;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A server in the clear with four messages, which in its first session stops in the middle of the third, and waits until its
 * client is gone. What was said to it is kept. One session after the other.
 */
final class StallingServer implements AutoCloseable {
    static final List<String> MESSAGES = List.of("one\r\n", "two\r\n", "three\r\nis longer\r\n", "four\r\n");

    private final ServerSocket listener;
    private final List<String> commands = new CopyOnWriteArrayList<>();
    private boolean stalls = true;

    StallingServer() throws IOException {
        listener = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
        Thread thread = new Thread(this::serve, "stalling server");
        thread.setDaemon(true);
        thread.start();
    }

    int port() {
        return listener.getLocalPort();
    }

    List<String> commands() {
        return List.copyOf(commands);
    }

    private void serve() {
        while (!listener.isClosed()) {
            try (Socket socket = listener.accept();
                    BufferedReader in = new BufferedReader(
                            new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1))) {
                OutputStream out = socket.getOutputStream();
                say(out, "+OK\r\n");
                for (String line = in.readLine(); line != null; line = in.readLine()) {
                    commands.add(line);
                    if (stalls && line.equals("RETR 3")) {
                        stalls = false;
                        say(out, "+OK\r\nthree\r\nis lon");
                    } else {
                        say(out, answer(line));
                    }
                }
            } catch (IOException e) {
                // The client was killed, or the test is over.
            }
        }
    }

    private static void say(OutputStream out, String octets) throws IOException {
        out.write(octets.getBytes(StandardCharsets.ISO_8859_1));
        out.flush();
    }

    private static String answer(String command) {
        StringBuilder answer = new StringBuilder("+OK\r\n");
        if (command.equals("CAPA")) {
            return "-ERR\r\n";
        } else if (command.startsWith("RETR ")) {
            answer.append(MESSAGES.get(Integer.parseInt(command.substring(5)) - 1))
                    .append(".\r\n");
        } else if (command.equals("LIST") || command.equals("UIDL")) {
            for (int i = 1; i <= MESSAGES.size(); i++) {
                String size = Integer.toString(MESSAGES.get(i - 1).length());
                answer.append(i)
                        .append(' ')
                        .append(command.equals("LIST") ? size : "m" + i)
                        .append("\r\n");
            }
            answer.append(".\r\n");
        }
        return answer.toString();
    }

    @Override
    public void close() throws IOException {
        listener.close();
    }
}
