package org.pop3j.auth;

import java.util.Arrays;

/**
 * What a SCRAM message begins with: whether the exchange is bound to its connection, and in whose name (RFC 5802, section
 * 7). At the end of the exchange it is repeated under the client's proof, with the data of the binding behind it.
 */
@SuppressWarnings("ArrayRecordComponent") // compared by its base64
record Gs2Header(String text, byte[] data) {
    private static final byte[] NONE = {};

    /** The client cannot bind, or is not to. */
    static Gs2Header unable() {
        return new Gs2Header("n,,", NONE);
    }

    /** The client could bind, but thinks that the server does not. */
    static Gs2Header unused() {
        return new Gs2Header("y,,", NONE);
    }

    static Gs2Header bound(ChannelBinding binding) {
        return new Gs2Header("p=" + binding.type() + ",,", binding.data());
    }

    /** The attribute at the end. */
    String repeated() {
        byte[] octets = Utf8.octets(text);
        byte[] whole = Arrays.copyOf(octets, octets.length + data.length);
        System.arraycopy(data, 0, whole, octets.length, data.length);
        return "c=" + Scram.base64(whole);
    }
}
