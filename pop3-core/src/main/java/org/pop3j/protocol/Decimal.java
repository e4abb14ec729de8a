package org.pop3j.protocol;

/** Plain decimal numbers: digits and nothing else. They never wrap round. */
final class Decimal {
    /** What {@link #parse} answers for anything else. */
    static final long NONE = -1;

    private Decimal() {}

    /** The number, {@link Long#MAX_VALUE} if it is larger than that, {@link #NONE} if it is none. */
    static long parse(String text) {
        long value = text.isEmpty() ? NONE : 0;
        for (int i = 0; i < text.length(); i++) {
            int digit = text.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                return NONE;
            }
            value = value > (Long.MAX_VALUE - digit) / 10 ? Long.MAX_VALUE : value * 10 + digit;
        }
        return value;
    }

    /** A message-number as a server sends it, {@link #NONE} if it is none. */
    static int messageNumber(String text) {
        long number = parse(text);
        return number < 1 || number > Integer.MAX_VALUE ? (int) NONE : (int) number;
    }

    /** A size as a server claims it: a hint, so that an unusable one is 0 and not an error. */
    static long octets(String text) {
        return Math.max(0, parse(text));
    }
}
