package org.pop3j.testserver;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;
import org.pop3j.auth.Secrets;
import org.pop3j.protocol.LockedMaildrop;
import org.pop3j.protocol.Login;
import org.pop3j.protocol.ResponseCode;

/** The users of a server, their passwords and maildrops. Thread-safe. */
final class AccountBook implements Secrets {
    static final Login WRONG = new Login.Refused(Optional.of(ResponseCode.AUTH), "wrong user name or password");
    private static final Login IN_USE =
            new Login.Refused(Optional.of(ResponseCode.IN_USE), "another session has the maildrop open");
    private static final Login TOO_SOON =
            new Login.Refused(Optional.of(ResponseCode.LOGIN_DELAY), "the last login was too short ago");
    private static final byte[] NOBODY = {};

    private final ConcurrentMap<String, Account> accounts = new ConcurrentHashMap<>();
    private final LoginDelay delay;

    AccountBook(LoginDelay delay) {
        this.delay = delay;
    }

    /** Adds a user, or refuses a name that is taken. */
    void add(String user, String password, TestMaildrop maildrop) {
        if (user.isEmpty() || !user.chars().allMatch(c -> c > 0x20 && !Character.isISOControl(c))) {
            throw new IllegalArgumentException("a user name has no spaces and no controls: " + user);
        }
        if (accounts.putIfAbsent(user, new Account(octets(password), maildrop)) != null) {
            throw new IllegalArgumentException("there is a user " + user + " already");
        }
    }

    /** Changes a password from the next login on. */
    void password(String user, String password) {
        account(user).password = octets(password);
    }

    /** Sets the access token from the next login on. */
    void accessToken(String user, String token) {
        if (token.isEmpty() || !token.chars().allMatch(c -> c > 0x20 && c < 0x7F)) {
            throw new IllegalArgumentException("an access token has only printable ASCII without spaces");
        }
        account(user).accessToken = octets(token);
    }

    /** The names of all users, sorted. */
    List<String> users() {
        return accounts.keySet().stream().sorted().toList();
    }

    TestMaildrop maildrop(String user) {
        return account(user).maildrop;
    }

    /** Empties the maildrops; nobody has to wait before the next login. */
    void reset() {
        accounts.values().forEach(account -> account.maildrop.reset());
        delay.reset();
    }

    /** Whether that is the password. */
    boolean knows(String user, byte[] password) {
        @Nullable Account account = accounts.get(user);
        // Compared for unknown users, too: they are to be told from wrong passwords by nothing (RFC 1939, section 13).
        boolean right = MessageDigest.isEqual(password, account == null ? NOBODY : account.password);
        return account != null && right;
    }

    /** Locks the maildrop of a user who has proved who it is. */
    Login open(String user) {
        @Nullable Account account = accounts.get(user);
        if (account == null) {
            return WRONG;
        }
        if (delay.tooSoon(user)) {
            return TOO_SOON;
        }
        Optional<LockedMaildrop> lock = account.maildrop.lock();
        lock.ifPresent(locked -> delay.cameIn(user));
        return lock.<Login>map(Login.Granted::new).orElse(IN_USE);
    }

    @Override
    public Optional<byte[]> password(String user) {
        return Optional.ofNullable(accounts.get(user)).map(account -> account.password.clone());
    }

    @Override
    public Optional<byte[]> accessToken(String user) {
        return Optional.ofNullable(accounts.get(user))
                .flatMap(account -> Optional.ofNullable(account.accessToken))
                .map(byte[]::clone);
    }

    /** All are compared, so that the time tells nothing. */
    @Override
    public Optional<String> tokenOwner(byte[] token) {
        List<String> owners = accounts.entrySet().stream()
                .filter(entry -> {
                    byte[] own = entry.getValue().accessToken;
                    return MessageDigest.isEqual(token, own == null ? NOBODY : own) && own != null;
                })
                .map(Map.Entry::getKey)
                .toList();
        return owners.size() == 1 ? Optional.of(owners.get(0)) : Optional.empty();
    }

    /** Out of the name, so that unknown users have one, too. It keeps nothing secret: this is a server for tests. */
    @Override
    public byte[] salt(String user) {
        return ("salt of " + user).getBytes(StandardCharsets.UTF_8);
    }

    private Account account(String user) {
        @Nullable Account account = accounts.get(user);
        if (account == null) {
            throw new IllegalArgumentException("no user " + user + "; there are " + accounts.keySet());
        }
        return account;
    }

    private static byte[] octets(String password) {
        if (password.isEmpty() || password.chars().anyMatch(c -> c == '\r' || c == '\n' || c == 0)) {
            throw new IllegalArgumentException("a password is not empty and has no CR, LF or NUL");
        }
        return password.getBytes(StandardCharsets.UTF_8);
    }

    private static final class Account {
        private final TestMaildrop maildrop;
        private volatile byte[] password;
        private volatile byte @Nullable [] accessToken;

        Account(byte[] password, TestMaildrop maildrop) {
            this.password = password;
            this.maildrop = maildrop;
        }
    }
}
