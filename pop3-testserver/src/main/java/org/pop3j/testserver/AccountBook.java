package org.pop3j.testserver;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.text.Normalizer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Function;
import java.util.function.Supplier;
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
    /** Nobody's password, but as long as one: next to nothing at all a comparison would end at once. */
    private static final byte[] NOBODY = new byte[16];

    private static final int MOST_IN_A_MESSAGE = 20;

    /** By the names as {@link #prepared} makes them. */
    private final ConcurrentMap<String, Account> accounts = new ConcurrentHashMap<>();

    private final LoginDelay delay;
    private final Supplier<TestMaildrop> maildrops;
    private final Function<String, Optional<String>> onDemand;

    /**
     * A book without accounts.
     *
     * @param maildrops makes one for each account
     * @param onDemand gives passwords of users that were not added
     */
    AccountBook(LoginDelay delay, Supplier<TestMaildrop> maildrops, Function<String, Optional<String>> onDemand) {
        this.delay = delay;
        this.maildrops = maildrops;
        this.onDemand = onDemand;
    }

    /** Adds a user, or refuses a name that is taken. */
    void add(String user, String password) {
        String name = prepared(user);
        if (!usable(name)) {
            throw new IllegalArgumentException("a user name has no spaces and no controls: " + user);
        }
        if (accounts.putIfAbsent(name, new Account(octets(password), maildrops.get())) != null) {
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
        Optional<byte[]> known = password(user);
        // Compared for unknown users, too: they are to be told from wrong passwords by nothing (RFC 1939, section 13).
        boolean right = MessageDigest.isEqual(password, known.orElse(NOBODY));
        return right && known.isPresent();
    }

    /** Locks the maildrop of a user who has proved who it is. */
    Login open(String user) {
        Optional<Account> account = find(user);
        if (account.isEmpty()) {
            return WRONG;
        }
        String name = prepared(user);
        if (delay.tooSoon(name)) {
            return TOO_SOON;
        }
        Optional<LockedMaildrop> lock = account.get().maildrop.lock();
        lock.ifPresent(locked -> delay.cameIn(name));
        return lock.<Login>map(Login.Granted::new).orElse(IN_USE);
    }

    /** Of a user that could be made on demand, too; none is made: it is not yet known who asks. */
    @Override
    public Optional<byte[]> password(String user) {
        String name = prepared(user);
        @Nullable Account account = accounts.get(name);
        return account == null ? offered(name) : Optional.of(account.password.clone());
    }

    @Override
    public Optional<byte[]> accessToken(String user) {
        return Optional.ofNullable(accounts.get(prepared(user)))
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
        return find(user)
                .orElseThrow(() -> new IllegalArgumentException("no user " + user + "; there are "
                        + accounts.keySet().stream()
                                .sorted()
                                .limit(MOST_IN_A_MESSAGE)
                                .toList()));
    }

    /** The account, made now if it can be. */
    private Optional<Account> find(String user) {
        String name = prepared(user);
        @Nullable Account account = accounts.get(name);
        return account == null
                ? offered(name)
                        .map(password -> accounts.computeIfAbsent(name, made -> new Account(password, maildrops.get())))
                : Optional.of(account);
    }

    private Optional<byte[]> offered(String name) {
        return usable(name) ? onDemand.apply(name).map(AccountBook::octets) : Optional.empty();
    }

    private static boolean usable(String name) {
        return !name.isEmpty()
                && name.chars()
                        .allMatch(c ->
                                c > 0x20 && !Character.isISOControl(c) && Character.getType(c) != Character.FORMAT);
    }

    /**
     * The same characters however they were put in: some mechanisms hand over names as SASLprep leaves them, others as the
     * client has sent them. For a name that is {@link #usable} that is the normal form of SASLprep (RFC 4013, section 2.2).
     */
    private static String prepared(String name) {
        // To load the tables takes longer than the start of the server.
        return name.chars().allMatch(c -> c < 0x80) ? name : Normalizer.normalize(name, Normalizer.Form.NFKC);
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
