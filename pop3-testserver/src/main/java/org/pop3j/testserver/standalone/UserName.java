package org.pop3j.testserver.standalone;

import java.text.Normalizer;

/** Names of users as the server compares them. */
final class UserName {
    private UserName() {}

    /** The normal form: {@code fi} for the ligature of both. */
    static String normal(String name) {
        // To load the tables takes longer than the start of the server.
        return name.chars().allMatch(c -> c < 0x80) ? name : Normalizer.normalize(name, Normalizer.Form.NFKC);
    }

    /** Whether whoever asks for a path leaves this name, which is normal, out of it. */
    static boolean isLostInPaths(String name) {
        return name.equals(".") || name.equals("..");
    }
}
