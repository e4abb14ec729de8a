package org.pop3j.protocol;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** A session written down as the RFCs do it: lines that start with {@code C:} and {@code S:}. */
record Transcript(String name, List<Exchange> exchanges) {
    /** One command, empty for the greeting, and the lines that answer it. */
    record Exchange(String command, List<String> answer) {
        /** Whether TLS begins behind it. */
        boolean startsTls() {
            return command.equals("STLS") && statusLine().startsWith("+OK");
        }

        /** Whether the answer is a challenge. */
        boolean challenging() {
            return statusLine().startsWith("+ ");
        }

        boolean multiLine() {
            return answer.size() > 1;
        }

        String statusLine() {
            return answer.get(0);
        }

        /** Lines behind the status line and before the dot, as they are on the wire. */
        List<String> data() {
            return answer.subList(1, Math.max(1, answer.size() - 1));
        }

        String octets() {
            return answer.stream().map(line -> line + "\r\n").collect(Collectors.joining());
        }
    }

    static Transcript of(String name, String text) {
        List<Exchange> exchanges = new ArrayList<>();
        for (String line : text.split("\n", -1)) {
            String rest = line.length() > 3 ? line.substring(3) : "";
            if (line.startsWith("C:")) {
                exchanges.add(new Exchange(rest, new ArrayList<>()));
            } else if (line.startsWith("S:")) {
                if (exchanges.isEmpty()) {
                    exchanges.add(new Exchange("", new ArrayList<>()));
                }
                exchanges.get(exchanges.size() - 1).answer().add(rest);
            }
        }
        return new Transcript(name, exchanges);
    }

    @Override
    public String toString() {
        return name;
    }
}
