package org.pop3j.protocol;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.List;

/**
 * What a fuzzer made up, given a form: some octets that choose, then flights of octets, parted by {@link #MARK}. A fuzzer
 * finds its way through this sooner than through anything cleverer, and a finding can be read.
 */
final class FuzzInput {
    /** Not part of any UTF-8, and of no use in POP3. */
    static final char MARK = '\u00fe';

    private final String octets;
    private int choices;

    FuzzInput(byte[] octets) {
        this.octets = new String(octets, ISO_8859_1);
    }

    /** A number below a bound; 0 if the input is too short. */
    int choose(int bound) {
        return choices < octets.length() ? octets.charAt(choices++) % bound : 0;
    }

    boolean chance() {
        return choose(2) == 1;
    }

    /** What comes behind the choices. */
    List<String> flights() {
        return List.of(octets.substring(choices).split(String.valueOf(MARK), -1));
    }

    /** AssertJ is too slow for a million calls, and its messages would be made for nothing. */
    static void require(boolean condition, String otherwise) {
        if (!condition) {
            throw new AssertionError(otherwise);
        }
    }
}
